import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { type Export, type Import, resolveSubjects } from '../../transport/messaging/shares.ts'
import { overlap } from '../../transport/messaging/subjects.ts'
import type { Shares } from './store.ts'

/**
 * Of exports, and of imports: an account's claims stay far below what a server takes (an import with activation is 1
 * kB).
 */
export const MOST_SHARES = 100

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
 * Refuses an export that does not go with what the account shares already; broken imports count, they may come back.
 */
export function refuseExport({ exports, imports, key }: Shares, one: Export): void {
  if (exports.length >= MOST_SHARES) throw new Refusal('sharing_limit_reached')
  if (exports.some(({ name }) => name === one.name)) throw new Refusal('sharing_name_taken')
  refuseOverlap('/body/export/subject', one.subject, [...exports.map(asTaken), ...imports.map(asTakenBy(key))])
}

/** Refuses an import that does not go with what the account shares already. */
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
 * No subject of an account is shared twice, in whatever direction and of whatever type. Two imports of one subject are
 * delivered twice; and what comes in never goes out again. So messages cannot go round in circles, however many accounts
 * take part and however they add their imports at the same instant; and an importer cannot pass an export on to others.
 * What the servers take for a circle is another matter (circles.ts).
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

/** By the subject at which the account's clients find it. */
function asTakenBy(key: string) {
  return (one: Import): Taken => ({
    what: 'import',
    name: one.name,
    subject: resolveSubjects(one, key).localSubject,
  })
}
