import type { HolderReport } from './holders.ts'

/**
 * What gateways say to each other, as texts of words: to all at once, since every gateway hears everything on the
 * channel, itself too.
 */
export type Message =
  /** `from` is a registration, `<gateway>.<number>`; `allowanceMs` as in holders.ts. */
  | { type: 'ping'; from: string; number: number; allowanceMs: number }
  /** `left` parts of the same eviction follow. A command, which nobody can answer, has the origin `-`. */
  | { type: 'evict'; origin: string; number: number; left: number; tags: string[] }
  /** The gateway `by` honours nothing of the eviction any more, nor do these holders of its own. */
  | { type: 'evicted'; origin: string; number: number; by: string; left: number; reports: HolderReport[] }
  /** It stops, and what hung on it may honour something for `leftMs` more. */
  | { type: 'bye'; from: string; leftMs: number }

/** In place of an origin: nobody waits for answers. */
export const NOBODY = '-'

/** In place of a tag: everything that any holder remembers. */
export const EVERYTHING = '*'

/** PostgreSQL takes notifications of up to 7999 bytes; a tag is shorter than 64. */
const TAGS_PER_PART = 100
const REPORT_BYTES_PER_PART = 7500

/** The texts of one eviction, to be sent in one transaction, in this order. */
export function evictTexts(origin: string, number: number, tags: readonly string[]): string[] {
  const parts = inParts(tags, (_tag, inPart) => inPart.length >= TAGS_PER_PART)
  return parts.map((part, index) => `evict ${origin} ${number} ${parts.length - 1 - index} ${part.join(' ')}`)
}

/** The texts of the answer to an eviction, one at least, in this order. */
export function evictedTexts(origin: string, number: number, by: string, reports: readonly HolderReport[]): string[] {
  const written = reports.map((report) => JSON.stringify(report))
  const parts = inParts(written, (text, inPart) => Buffer.byteLength([...inPart, text].join()) > REPORT_BYTES_PER_PART)
  return parts.map((part, index) => `evicted ${origin} ${number} ${by} ${parts.length - 1 - index} [${part.join()}]`)
}

export const pingText = (from: string, number: number, allowanceMs: number): string =>
  `ping ${from} ${number} ${Math.ceil(allowanceMs)}`

export const byeText = (from: string, leftMs: number): string => `bye ${from} ${Math.ceil(leftMs)}`

function inParts<T>(items: readonly T[], isFull: (item: T, inPart: T[]) => boolean): T[][] {
  const parts: T[][] = [[]]
  for (const item of items) {
    const last = parts.at(-1)
    if (!last || (last.length > 0 && isFull(item, last))) parts.push([item])
    else last.push(item)
  }
  return parts
}

/** Undefined for anything else: whoever may use the database can notify. */
export function readMessage(text: string): Message | undefined {
  const [type = '', name = '', ...rest] = text.split(' ')
  const [first, second] = [toNumber(rest[0]), toNumber(rest[1])]
  if (name === '' || first === undefined) return undefined
  if (type === 'bye') return { type, from: name, leftMs: first }
  if (type === 'ping' && second !== undefined) return { type, from: name, number: first, allowanceMs: second }
  if (type === 'evict' && second !== undefined)
    return { type, origin: name, number: first, left: second, tags: rest.slice(2).filter((tag) => tag !== '') }
  const left = toNumber(rest[2])
  if (type !== 'evicted' || left === undefined) return undefined
  const reports = readReports(rest.slice(3).join(' '))
  return reports && { type, origin: name, number: first, by: rest[1] ?? '', left, reports }
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function readReports(text: string): HolderReport[] | undefined {
  try {
    const reports: unknown = JSON.parse(text)
    return Array.isArray(reports) && reports.every(isReport) ? reports : undefined
  } catch {
    return undefined
  }
}

function isReport(value: unknown): value is HolderReport {
  if (typeof value !== 'object' || value === null) return false
  const { kind, id, name, account, took_ms, how } = value as Record<keyof HolderReport, unknown>
  return (
    (kind === 'gateway' || kind === 'verifier' || kind === 'edge') &&
    typeof id === 'string' &&
    typeof name === 'string' &&
    (account === null || typeof account === 'string') &&
    typeof took_ms === 'number' &&
    (how === 'acknowledged' || how === 'lease_ended' || how === 'gone')
  )
}
