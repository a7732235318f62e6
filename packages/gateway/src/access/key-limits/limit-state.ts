/** What is left of a limit that counts, for the RateLimit headers (draft-ietf-httpapi-ratelimit-headers). */
export type LimitState = {
  /** The name of the policy in the headers. */
  name: 'key' | 'quota'
  quota: number
  windowSeconds: number
  remaining: number
  /** Until the window is over; at least 1. */
  resetSeconds: number
}

/** What is left of the limit of which least is left; undefined without a limit. */
export function tightestOf<Limit>(
  limits: readonly Limit[],
  stateOf: (limit: Limit) => LimitState,
): LimitState | undefined {
  let tightest: LimitState | undefined
  for (const limit of limits) {
    const state = stateOf(limit)
    if (tightest === undefined || state.remaining < tightest.remaining) tightest = state
  }
  return tightest
}
