import { InvalidArgumentError } from 'commander'

/** A key's limits as the gateway shows them. */
export type Limits = {
  scopes: string[] | null
  allowed_ips: string[] | null
  rate_limit: { requests: number; per_seconds: number } | null
}

/** What the options of `keys issue` and `keys update` say; `false` (`--no-scope` …) takes a limit away. */
export type LimitOptions = {
  scope?: string[] | false
  allowIp?: string[] | false
  rateLimit?: Limits['rate_limit'] | false
}

/** `100/60`: so many requests in so many seconds. */
export function parseRate(text: string): { requests: number; per_seconds: number } {
  const [, requests, seconds] = /^(\d{1,7})\/(\d{1,5})$/.exec(text) ?? []
  if (requests === undefined || seconds === undefined)
    throw new InvalidArgumentError('It must be <requests>/<seconds>, such as 100/60.')
  return { requests: Number(requests), per_seconds: Number(seconds) }
}

/** The members of a request that sets limits: only those that an option was given for. */
export function limitsToSet({ scope, allowIp, rateLimit }: LimitOptions) {
  return {
    ...(scope && { scopes: scope }),
    ...(allowIp && { allowed_ips: allowIp }),
    ...(rateLimit && { rate_limit: rateLimit }),
  }
}

/** The same for a request that changes them: null takes one away. */
export function limitsToChange(options: LimitOptions) {
  return {
    ...limitsToSet(options),
    ...(options.scope === false && { scopes: null }),
    ...(options.allowIp === false && { allowed_ips: null }),
    ...(options.rateLimit === false && { rate_limit: null }),
  }
}

/** For people, in one cell. */
export function describeLimits({ scopes, allowed_ips: networks, rate_limit: rate }: Limits): string {
  return [
    ...(scopes ?? []),
    ...(networks ?? []).map((network) => `from ${network}`),
    ...(rate ? [`${rate.requests} in ${rate.per_seconds} s`] : []),
  ].join(', ')
}
