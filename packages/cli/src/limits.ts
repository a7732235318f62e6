import { InvalidArgumentError } from 'commander'

/** A key's limits as the gateway shows them. */
export type Limits = {
  scopes: string[] | null
  allowed_ips: string[] | null
  rate_limit: { requests: number; per_seconds: number } | null
  quota: { requests: number; per: 'day' | 'week' | 'month'; resets: 'calendar' | 'issued' } | null
}

/** What the options of `keys issue` and `keys update` say; `false` (`--no-scope` …) takes a limit away. */
export type LimitOptions = {
  scope?: string[] | false
  allowIp?: string[] | false
  rateLimit?: Limits['rate_limit'] | false
  quota?: NonNullable<Limits['quota']> | false
}

/** `100/60`: so many requests in so many seconds. */
export function parseRate(text: string): { requests: number; per_seconds: number } {
  const [, requests, seconds] = /^(\d{1,7})\/(\d{1,5})$/.exec(text) ?? []
  if (requests === undefined || seconds === undefined)
    throw new InvalidArgumentError('It must be <requests>/<seconds>, such as 100/60.')
  return { requests: Number(requests), per_seconds: Number(seconds) }
}

/** `10000/month`: so many requests in each month of the calendar; `10000/month/issued` counts months from the issue. */
export function parseQuota(text: string): NonNullable<Limits['quota']> {
  const [, requests, per, resets = 'calendar'] =
    /^(\d{1,10})\/(day|week|month)(?:\/(calendar|issued))?$/.exec(text) ?? []
  if (requests === undefined || !isPeriod(per) || (resets !== 'calendar' && resets !== 'issued'))
    throw new InvalidArgumentError('It must be <requests>/<period>, such as 10000/month: day, week or month.')
  return { requests: Number(requests), per, resets }
}

function isPeriod(text: string | undefined): text is 'day' | 'week' | 'month' {
  return text === 'day' || text === 'week' || text === 'month'
}

/** The members of a request that sets limits: only those that an option was given for. */
export function limitsToSet({ scope, allowIp, rateLimit, quota }: LimitOptions) {
  return {
    ...(scope && { scopes: scope }),
    ...(allowIp && { allowed_ips: allowIp }),
    ...(rateLimit && { rate_limit: rateLimit }),
    ...(quota && { quota }),
  }
}

/** The same for a request that changes them: null takes one away. */
export function limitsToChange(options: LimitOptions) {
  return {
    ...limitsToSet(options),
    ...(options.scope === false && { scopes: null }),
    ...(options.allowIp === false && { allowed_ips: null }),
    ...(options.rateLimit === false && { rate_limit: null }),
    ...(options.quota === false && { quota: null }),
  }
}

/** For people, in one cell. */
export function describeLimits({ scopes, allowed_ips: networks, rate_limit: rate, quota }: Limits): string {
  return [
    ...(scopes ?? []),
    ...(networks ?? []).map((network) => `from ${network}`),
    ...(rate ? [`${rate.requests} in ${rate.per_seconds} s`] : []),
    ...(quota ? [`${quota.requests} per ${quota.per}${quota.resets === 'issued' ? ' since it was issued' : ''}`] : []),
  ].join(', ')
}
