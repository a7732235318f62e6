import { InvalidArgumentError } from 'commander'

export const DEFAULT_API_URL = 'http://localhost:8080'

/** An http(s) address, possibly with a path (a gateway behind a proxy), in the form that sign-ins are stored under. */
export function parseApiUrl(text: string): string {
  if (text.trim() === '') return DEFAULT_API_URL
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new InvalidArgumentError('It must be an http(s) address.')
  // fetch refuses such an address, and it would show in messages.
  if (url.username || url.password) throw new InvalidArgumentError('It must hold no user name and no password.')
  if (url.search || url.hash) throw new InvalidArgumentError('It must have no query and no fragment.')
  return url.href.replace(/\/+$/, '')
}

/** `30` or `30d`. */
export function parseDays(text: string): number {
  const days = Number(/^(\d{1,3})d?$/.exec(text)?.[1] ?? 0)
  if (days < 1 || days > 365) throw new InvalidArgumentError('It must be a whole number from 1 to 365.')
  return days
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
const LONGEST_GRACE_SECONDS = 30 * 86_400

/** `90m`, `24h`, `7d`, or `0`; in seconds. */
export function parseGrace(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,7})([smhd])$/.exec(text === '0' ? '0s' : text) ?? []
  const seconds = amount === '' ? -1 : Number(amount) * (SECONDS[unit] ?? 0)
  if (seconds < 0 || seconds > LONGEST_GRACE_SECONDS)
    throw new InvalidArgumentError('It must be 0, or a time up to 30d such as 90m, 24h or 7d.')
  return seconds
}
