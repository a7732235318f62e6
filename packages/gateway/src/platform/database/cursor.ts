import { sha256 } from '../crypto/hashing.ts'

/** A row's place in a sorted list. */
export type Position = { value: string | number; id: string }

/**
 * What a cursor belongs to: the list, whose it is, its order and its filter. Only JSON values; members that are
 * undefined do not count.
 */
export type ListIdentity = { list: string } & Record<string, string | number | boolean | undefined>

/** 96 bits: enough to tell the lists of one caller apart; this protects nothing. */
const FINGERPRINT_LENGTH = 16
const LONGEST_ID = 320

/**
 * A cursor: the place of the last row of a page, and which list it was made for. It is not secret and not signed,
 * because it only says where to begin: whose rows are read follows from the caller alone.
 */
export function formatCursor(of: ListIdentity, { value, id }: Position): string {
  return Buffer.from(JSON.stringify([fingerprint(of), value, id])).toString('base64url')
}

/** Reads a cursor; undefined if it is malformed, or was made for another list, order or filter. */
export function parseCursor(text: string, of: ListIdentity, kind: 'string' | 'number'): Position | undefined {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) return undefined
  const parts = parseJson(bytes.toString('utf8'))
  if (!Array.isArray(parts) || parts.length !== 3) return undefined
  const [madeFor, value, id]: unknown[] = parts
  if (madeFor !== fingerprint(of) || !isStorable(id) || id.length > LONGEST_ID) return undefined
  if (kind === 'number') return Number.isSafeInteger(value) ? { value: Number(value), id } : undefined
  return isStorable(value) ? { value, id } : undefined
}

function fingerprint(of: ListIdentity): string {
  const members = Object.entries(of).filter(([, value]) => value !== undefined)
  return sha256(JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)))).slice(0, FINGERPRINT_LENGTH)
}

/** A text that both engines can compare: PostgreSQL refuses NUL, and neither stores half a surrogate pair. */
function isStorable(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
