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
