import type { IncomingHttpHeaders } from 'node:http'

/** Where Stripe sends users back to: the page that asked, if it is one of ours. Never anywhere else. */
export function pageToReturnTo(
  { origin, referer }: IncomingHttpHeaders,
  [first = '', ...more]: readonly string[],
): string {
  const asked = origin ?? (referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined)
  return more.find((one) => one === asked) ?? first
}
