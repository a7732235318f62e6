import type { Environment } from '../platform/values/environments.ts'

/** What a key's owner says about it. It limits nothing: services that accept the key use it (docs/api-keys.md). */
export type KeyDescription = {
  environment: Environment
  /** A JSON object; null for none. */
  metadata: string | null
  /** Sorted and separated by spaces; null for none. */
  tags: string | null
}

export type Metadata = { [name: string]: string | number | boolean }

/** For a select list on `api_keys as k`, beside other tables. */
export const descriptionColumns = ['k.environment', 'k.metadata', 'k.tags'] as const

export function metadataOf({ metadata }: Pick<KeyDescription, 'metadata'>): Metadata | null {
  return metadata === null ? null : (JSON.parse(metadata) as Metadata)
}

export function tagListOf({ tags }: Pick<KeyDescription, 'tags'>): string[] {
  return tags === null ? [] : tags.split(' ')
}

/** A user who is signed in counts as live. */
export function environmentOf(description: KeyDescription | null): Environment {
  return description?.environment ?? 'live'
}
