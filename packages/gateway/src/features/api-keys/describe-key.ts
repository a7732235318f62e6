import { type KeyDescription, type Metadata, metadataOf, tagListOf } from '../../access/key-description.ts'
import { invalid } from '../../platform/errors/refusal.ts'

export const MOST_METADATA = 20
export const MOST_TAGS = 10
/** Of all names and values together, as JSON in UTF-8. */
const MOST_METADATA_BYTES = 2048

/** The columns of a key that say what it is for. */
export type DescriptionColumns = Pick<KeyDescription, 'metadata' | 'tags'>

/** What a request sets of them: null and what is empty take all away, undefined leaves it as it is. */
export type DescriptionChanges = { metadata?: Metadata | null | undefined; tags?: string[] | null | undefined }

export const NO_DESCRIPTION: DescriptionColumns = { metadata: null, tags: null }

/** The columns that change; throws `invalid_request` for what no schema can express. */
export function toDescription({ metadata, tags }: DescriptionChanges): Partial<DescriptionColumns> {
  return {
    ...(metadata !== undefined && { metadata: metadata && toText(metadata) }),
    ...(tags !== undefined && { tags: [...new Set(tags)].sort().join(' ') || null }),
  }
}

function toText(metadata: Metadata): string | null {
  const names = Object.keys(metadata)
  if (names.length === 0) return null
  if (names.length > MOST_METADATA) throw invalid('/body/metadata', `must have at most ${MOST_METADATA} members`)
  // A program that copies it into an object of its own must not change what that object is.
  if (names.includes('__proto__')) throw invalid('/body/metadata/__proto__', 'must have another name')
  const text = JSON.stringify(metadata)
  if (Buffer.byteLength(text) > MOST_METADATA_BYTES)
    throw invalid('/body/metadata', `must have at most ${MOST_METADATA_BYTES} bytes as JSON`)
  return text
}

/** What differs, for the audit log; null is none. */
export function describedDifferences(
  before: DescriptionColumns,
  after: DescriptionColumns,
): Partial<DescriptionColumns> {
  return {
    ...(after.metadata !== before.metadata && { metadata: after.metadata }),
    ...(after.tags !== before.tags && { tags: after.tags }),
  }
}

/** As answers show it. */
export function shownDescription(key: KeyDescription) {
  return { environment: key.environment, metadata: metadataOf(key), tags: tagListOf(key) }
}
