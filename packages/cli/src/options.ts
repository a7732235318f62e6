import { InvalidArgumentError } from 'commander'
import type { Addon } from './commands/billing.ts'

export const DEFAULT_API_URL = 'http://localhost:8080'

/** An http(s) address, possibly with a path (a gateway behind a proxy), in the form that sign-ins are stored under. */
export function parseApiUrl(text: string): string | undefined {
  // An empty variable counts as unset.
  if (text.trim() === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new InvalidArgumentError('It must be an http(s) address.')
  // fetch refuses such an address, and it would show in messages.
  if (url.username || url.password) throw new InvalidArgumentError('It must not contain a user name or password.')
  if (url.search || url.hash) throw new InvalidArgumentError('It must not have a query or a fragment.')
  return url.href.replace(/\/+$/, '')
}

/** A server on this computer: an address, an address without `http://`, or a port. Events are not for others to see. */
export function parseLocalUrl(text: string): string {
  const full = /^\d{1,5}$/.test(text) ? `http://localhost:${text}` : /^https?:/.test(text) ? text : `http://${text}`
  const url = URL.canParse(full) ? new URL(full) : undefined
  if (!url || !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname) || url.username || url.password || url.hash)
    throw new InvalidArgumentError('It must be a port, or an address on this computer such as localhost:3000/events.')
  return url.href
}

/** The name of a sign-in, as it is typed; an empty variable counts as unset. */
export function parseProfile(text: string): string | undefined {
  if (text.length > 200) throw new InvalidArgumentError('It must have at most 200 characters.')
  return text.trim() || undefined
}

/** `price`, or `price:quantity`; given several times, they add up. */
export function parseAddon(text: string, earlier: Addon[] = []): Addon[] {
  const [, price, quantity = '1'] = /^(\w{1,255})(?::([1-9]\d{0,5}))?$/.exec(text) ?? []
  if (price === undefined)
    throw new InvalidArgumentError(
      'It must be a price id, such as price_1Seats, or a price id with a quantity, such as price_1Seats:3.',
    )
  return [...earlier, { price, quantity: Number(quantity) }]
}

/** `30` or `30d`. */
export function parseDays(text: string): number {
  const days = Number(/^(\d{1,3})d?$/.exec(text)?.[1] ?? 0)
  if (days < 1 || days > 365) throw new InvalidArgumentError('It must be a whole number from 1 to 365.')
  return days
}

/** `7` or `7d`, for --retire-when-silent. */
export function parseSilentDays(text: string): number {
  const days = Number(/^(\d{1,2})d?$/.exec(text)?.[1] ?? 0)
  if (days < 1 || days > 90) throw new InvalidArgumentError('It must be a whole number from 1 to 90.')
  return days
}

/** A moment, or the beginning of a day in UTC, as the gateway takes it. */
export function parseMoment(text: string): string {
  const time = /^\d{4}-\d\d-\d\d(T.+)?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new InvalidArgumentError('It must be a day or moment, such as 2026-11-23T09:30:00Z.')
  return new Date(time).toISOString()
}

export function parseLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > 1000) throw new InvalidArgumentError('It must be a whole number from 1 to 1000.')
  return limit
}

/** How many rows of a list are shown. */
export function parseMost(text: string): number {
  const most = /^\d{1,7}$/.test(text) ? Number(text) : 0
  if (most < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return most
}

/** A position of a subject's token, counted from 1. */
export function parsePosition(text: string): number {
  const position = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (position < 1 || position > 100) throw new InvalidArgumentError('It must be a whole number from 1 to 100.')
  return position
}

export function parseNodes(text: string): 1 | 3 | 5 {
  const nodes = ([1, 3, 5] as const).find((number) => String(number) === text)
  if (nodes === undefined) throw new InvalidArgumentError('It must be 1, 3 or 5.')
  return nodes
}

/** For an option that may be given several times; `before` is false where its `--no-…` came first. */
export function collect(text: string, before: string[] | false | undefined): string[] {
  return [...(before || []), text]
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
/** With --retire-when-silent; without it 30 days, which the command checks. */
const LONGEST_GRACE_SECONDS = 90 * 86_400

/** `90m`, `24h`, `7d`, or `0`; in seconds. */
export function parseGrace(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,7})([smhd])$/.exec(text === '0' ? '0s' : text) ?? []
  const seconds = amount === '' ? -1 : Number(amount) * (SECONDS[unit] ?? 0)
  if (seconds < 0 || seconds > LONGEST_GRACE_SECONDS)
    throw new InvalidArgumentError(
      'It must be 0, or a time of at most 30d (90d with --retire-when-silent), such as 90m, 24h or 7d.',
    )
  return seconds
}

/** Units of a quota, 1 to 1,000,000,000. */
export function parseUnits(text: string): number {
  const units = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (units < 1 || units > 1_000_000_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 1000000000.')
  return units
}
