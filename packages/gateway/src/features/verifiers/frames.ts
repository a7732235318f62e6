/** What a verifier sends (docs/verifier-protocol.md): untrusted text, read once and strictly. */
import { isName } from '@quiva/verifier/name'

const LONGEST_NAME = 100
const LONGEST_CREDENTIAL = 4000
const MOST_ITEMS = 100
const MOST_USED_ITEMS = 1000
const MOST_ADDRESSES = 20
const LONGEST_ADDRESS = 64
const HOUR_MS = 3_600_000
const LARGEST = Number.MAX_SAFE_INTEGER

export type Hello = {
  type: 'hello'
  kind: 'verifier' | 'edge'
  name: string
  version: string
  maxStaleMs: number
  entries: number
}
export type BudgetItem = { budget: number; need: number; want: number; back: number }
export type UsedAddress = { address: string; uses: number; lastMs: number }
export type UsedItem = { keyId: string; uses: number; lastMs: number; addresses: UsedAddress[] }

export type Frame =
  | Hello
  | { type: 'renew'; n: number; entries: number | undefined }
  | { type: 'verify'; id: number; credentials: string[] }
  | { type: 'evicted'; n: number }
  | { type: 'budget'; id: number; items: BudgetItem[] }
  | { type: 'used'; items: UsedItem[] }

/** What the gateway sends. */
export type Sent = {
  type: 'welcome' | 'renewed' | 'verified' | 'evict' | 'budget' | 'goodbye'
  [member: string]: unknown
}

/** What is wrong with a frame, for the reason with which the connection ends. It never repeats what was sent. */
class BadFrame extends Error {}

/** Up to 15 digits are below 2^53. */
const ACKNOWLEDGED = /^\{"type":"evicted","n":([1-9]\d{0,14})\}$/

/** The frame, or what is wrong with it. */
export function readFrame(text: string): Frame | string {
  // The frame for which everybody waits who revokes something, as it is usually written: then it needs no parser.
  const acknowledged = ACKNOWLEDGED.exec(text)?.[1]
  if (acknowledged !== undefined) return { type: 'evicted', n: Number(acknowledged) }
  try {
    return toFrame(parse(text))
  } catch (error) {
    if (error instanceof BadFrame) return error.message
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadFrame('not JSON')
  }
}

function toFrame(value: unknown): Frame {
  const frame = objectIn(value, 'frames')
  switch (own(frame, 'type')) {
    case 'hello':
      return {
        type: 'hello',
        kind: own(frame, 'kind') === 'edge' ? 'edge' : 'verifier',
        name: lineIn(frame, 'name'),
        version: lineIn(frame, 'version'),
        maxStaleMs: optional(frame, 'max_stale_ms', 0, HOUR_MS) ?? 0,
        entries: integer(frame, 'entries', 1, 10_000_000),
      }
    case 'renew':
      return { type: 'renew', n: integer(frame, 'n', 1, LARGEST), entries: optional(frame, 'entries', 0, LARGEST) }
    case 'verify':
      return {
        type: 'verify',
        id: integer(frame, 'id', 0, LARGEST),
        credentials: listIn(frame, 'items', 1, MOST_ITEMS).map((item) =>
          textIn(objectIn(item, 'items'), 'credential', LONGEST_CREDENTIAL),
        ),
      }
    case 'evicted':
      return { type: 'evicted', n: integer(frame, 'n', 1, LARGEST) }
    case 'budget':
      return { type: 'budget', id: integer(frame, 'id', 0, LARGEST), items: budgetItems(frame) }
    case 'used':
      return { type: 'used', items: usedItems(frame) }
    default:
      throw new BadFrame('unknown type')
  }
}

function budgetItems(frame: Members): BudgetItem[] {
  const items = listIn(frame, 'items', 1, MOST_ITEMS).map((value) => {
    const item = objectIn(value, 'items')
    const need = optional(item, 'need', 0, 1000) ?? 0
    return {
      budget: integer(item, 'budget', 1, LARGEST),
      need,
      want: optional(item, 'want', need, 1_000_000) ?? need,
      back: optional(item, 'back', 0, LARGEST) ?? 0,
    }
  })
  refuseRepeated(items.map(({ budget }) => budget))
  return items
}

function usedItems(frame: Members): UsedItem[] {
  const items = listIn(frame, 'items', 1, MOST_USED_ITEMS).map((value) => {
    const item = objectIn(value, 'items')
    const addresses = own(item, 'addresses') === undefined ? [] : listIn(item, 'addresses', 0, MOST_ADDRESSES)
    return {
      keyId: textIn(item, 'key_id', LONGEST_NAME),
      ...usesIn(item),
      addresses: addresses.map((one) => {
        const given = objectIn(one, 'addresses')
        return { address: textIn(given, 'address', LONGEST_ADDRESS), ...usesIn(given) }
      }),
    }
  })
  refuseRepeated(items.map(({ keyId }) => keyId))
  return items
}

function usesIn(item: Members): { uses: number; lastMs: number } {
  return { uses: integer(item, 'uses', 1, 1_000_000_000), lastMs: integer(item, 'last_ms', 0, HOUR_MS) }
}

function refuseRepeated(keys: readonly unknown[]): void {
  if (new Set(keys).size < keys.length) throw new BadFrame('items must not repeat')
}

/** Only members that are read by their names here are ever used, so `__proto__` is a member like any unknown one. */
type Members = { readonly [member: string]: unknown }

function objectIn(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadFrame(`${what} must be objects`)
  return value as Members
}

function own(from: Members, name: string): unknown {
  return Object.hasOwn(from, name) ? from[name] : undefined
}

function listIn(from: Members, name: string, least: number, most: number): unknown[] {
  const value = own(from, name)
  if (!Array.isArray(value) || value.length < least || value.length > most)
    throw new BadFrame(`${name} must have ${least} to ${most} items`)
  return value
}

function integer(from: Members, name: string, least: number, most: number): number {
  const value = own(from, name)
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
    throw new BadFrame(`${name} must be an integer from ${least} to ${most}`)
  return value
}

function optional(from: Members, name: string, least: number, most: number): number | undefined {
  return own(from, name) === undefined ? undefined : integer(from, name, least, most)
}

/** Well-formed, and without NUL, which PostgreSQL does not store. */
function textIn(from: Members, name: string, longest: number): string {
  const value = own(from, name)
  if (
    typeof value !== 'string' ||
    value === '' ||
    value.length > longest ||
    !value.isWellFormed() ||
    value.includes('\0')
  )
    throw new BadFrame(`${name} must have 1 to ${longest} characters`)
  return value
}

function lineIn(from: Members, name: string): string {
  const text = textIn(from, name, LONGEST_NAME)
  if (!isName(text)) throw new BadFrame(`${name} must be one line without control characters`)
  return text
}
