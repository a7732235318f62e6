import { type Period, periods } from '../platform/values/periods.ts'
import type { CountedKey } from './key-limits/key-limit.ts'
import type { KeyLimits } from './key-limits/key-limits.ts'
import { MOST_QUOTA, type Quota } from './key-limits/quota.ts'
import { LONGEST_WINDOW_SECONDS, MOST_RATE, type RateLimit } from './key-limits/rate-limit.ts'

/** What the plan of an account sets for its keys, as it is stored and as the metadata of a price has it. */
export type PlanDefaults = {
  /** Such as `100/60`: requests, and seconds. */
  rate: string | null
  /** Such as `10000/month`: units, and the period, which is that of the calendar. */
  quota: string | null
  /** How many keys the account may have. */
  maxKeys: number | null
}

export const NO_DEFAULTS: PlanDefaults = { rate: null, quota: null, maxKeys: null }

/** The columns of `accounts as a` with them, for a select list. */
export const planColumns = ['a.default_rate as a_default_rate', 'a.default_quota as a_default_quota'] as const
export type PlanRow = { a_default_rate: string | null; a_default_quota: string | null }

/** What counts against requests. */
export type Counted = Pick<KeyLimits, 'rateLimits' | 'quotas'>

/**
 * What a key is held to, with its own limits and those of the plan; undefined if the plan sets nothing. The plan's count
 * for each key that a user has issued, together with the keys below it and with those that were rotated into it.
 */
export function countedWithPlan(
  { a_default_rate, a_default_quota }: PlanRow,
  limits: KeyLimits | null,
  topmost: CountedKey | undefined,
): Counted | undefined {
  if ((a_default_rate === null && a_default_quota === null) || !topmost) return undefined
  const [rate, quota] = [parseRate(a_default_rate ?? ''), parseQuota(a_default_quota ?? '')]
  const first = topmost.rateKey ?? topmost.id
  return {
    rateLimits: [
      ...(limits?.rateLimits ?? []),
      ...(rate ? [{ name: `${first}/plan/${rate.perSeconds}`, ...rate } satisfies RateLimit] : []),
    ],
    quotas: [
      ...(limits?.quotas ?? []),
      ...(quota ? [{ name: `${first}/plan/${quota.per}`, ...quota, anchor: null } satisfies Quota] : []),
    ],
  }
}

export function parseRate(text: string): { requests: number; perSeconds: number } | undefined {
  const [, requests, perSeconds] = /^([1-9]\d{0,6})\/([1-9]\d{0,4})$/.exec(text) ?? []
  const rate = { requests: Number(requests), perSeconds: Number(perSeconds) }
  return rate.requests <= MOST_RATE && rate.perSeconds <= LONGEST_WINDOW_SECONDS ? rate : undefined
}

export function parseQuota(text: string): { requests: number; per: Period; resets: 'calendar' } | undefined {
  const [, requests, name] = /^([1-9]\d{0,9})\/([a-z]+)$/.exec(text) ?? []
  const per = periods.find((one) => one === name)
  return per && Number(requests) <= MOST_QUOTA ? { requests: Number(requests), per, resets: 'calendar' } : undefined
}

const MOST_KEYS = 1_000_000

/** The defaults in the metadata of a price, and the names of those that cannot be read. */
export function readDefaults(metadata: Readonly<Record<string, string>>): { defaults: PlanDefaults; bad: string[] } {
  const { default_rate: rate = '', default_quota: quota = '', max_keys: keys = '' } = metadata
  const maxKeys = /^(0|[1-9]\d{0,6})$/.test(keys) && Number(keys) <= MOST_KEYS ? Number(keys) : null
  const defaults = { rate: parseRate(rate) ? rate : null, quota: parseQuota(quota) ? quota : null, maxKeys }
  const given = {
    default_rate: [rate, defaults.rate],
    default_quota: [quota, defaults.quota],
    max_keys: [keys, maxKeys],
  }
  const bad = Object.entries(given).flatMap(([name, [text, read]]) => (text !== '' && read === null ? [name] : []))
  return { defaults, bad }
}
