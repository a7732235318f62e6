import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { type Export, type Import, resolveSubjects } from '../../transport/messaging/shares.ts'
import { overlap } from '../../transport/messaging/subjects.ts'
import type { Shares } from './store.ts'

/**
 * The most exports, and the most imports, of an account: so its claims stay far below the size that a server takes (an
 * import with activation is 1 kB).
 */
const MOST_SHARES = 100

const LONGEST_NAME = 64

/** A name as it is stored and compared: trimmed, 1–64 characters, no control characters. */
export function parseName(typed: string, path: string): string {
  const name = typed.trim()
  const length = [...name].length
  if (length < 1 || length > LONGEST_NAME) throw invalid(path, `must have 1 to ${LONGEST_NAME} characters`)
  if (/\p{Cc}/u.test(name)) throw invalid(path, 'must not contain control characters')
  return name
}

/**
 * Refuses an export that conflicts with the account's present shares. Broken imports count, since they may work again.
 */
export function refuseExport({ exports, imports, key }: Shares, one: Export): void {
  if (exports.length >= MOST_SHARES) throw new Refusal('sharing_limit_reached')
  if (exports.some(({ name }) => name === one.name)) throw new Refusal('sharing_name_taken')
  refuseOverlap('/body/export/subject', one.subject, [...exports.map(asTaken), ...imports.map(asTakenBy(key))])
}

/** Refuses an import that conflicts with the account's present shares. */
export function refuseImport({ exports, imports, key }: Shares, one: Import): void {
  if (imports.length >= MOST_SHARES) throw new Refusal('sharing_limit_reached')
  if (imports.some(({ name }) => name === one.name)) throw new Refusal('sharing_name_taken')
  // The servers silently drop a second import of one stream, even under another local subject.
  const same = imports.find((other) => isSameStream(other, one))
  if (same) throw invalid('/body/import/subject', `is imported already, as ${JSON.stringify(same.name)}`)
  const path = one.localSubject === null ? '/body/import/subject' : '/body/import/local_subject'
  const { localSubject } = resolveSubjects(one, key)
  refuseOverlap(path, localSubject, [...exports.map(asTaken), ...imports.map(asTakenBy(key))])
}

/**
 * No subject of an account is shared twice, in either direction and of either type. Messages of a subject that is
 * imported twice would arrive twice. And an imported subject is never exported again: so messages cannot go round in
 * circles, even if many accounts add imports at the same instant, and an importer cannot pass an export on to others.
 * What the servers regard as a circle is something else (circles.ts).
 */
function refuseOverlap(path: string, subject: string, taken: Taken[]): void {
  const other = taken.find((one) => overlap(one.subject, subject))
  if (!other) return
  throw invalid(
    path,
    `overlaps with the ${other.what} ${JSON.stringify(other.name)} of this account (${other.subject})`,
  )
}

function isSameStream(one: Import, other: Import): boolean {
  return (
    one.type === 'stream' &&
    other.type === 'stream' &&
    one.exporterId === other.exporterId &&
    one.subject === other.subject
  )
}

type Taken = { what: 'export' | 'import'; name: string; subject: string }

function asTaken({ name, subject }: Export): Taken {
  return { what: 'export', name, subject }
}

/** The import under the subject at which the account's clients find it. */
function asTakenBy(key: string) {
  return (one: Import): Taken => ({
    what: 'import',
    name: one.name,
    subject: resolveSubjects(one, key).localSubject,
  })
}
