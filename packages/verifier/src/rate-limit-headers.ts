type State = { name: string; quota: number; windowSeconds: number; remaining: number; resetSeconds: number }

export type RateLimitHeaders = { 'ratelimit-policy': string; ratelimit: string }

/** The fields of draft-ietf-httpapi-ratelimit-headers: lists with an item for each limit. */
export function rateLimitHeaders(states: readonly State[]): RateLimitHeaders {
  let policy = ''
  let left = ''
  for (const { name, quota, windowSeconds, remaining, resetSeconds } of states) {
    const comma = policy === '' ? '' : ', '
    policy += `${comma}"${name}";q=${quota};w=${windowSeconds}`
    left += `${comma}"${name}";r=${remaining};t=${resetSeconds}`
  }
  return { 'ratelimit-policy': policy, ratelimit: left }
}
