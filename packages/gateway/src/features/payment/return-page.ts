import type { IncomingHttpHeaders } from 'node:http'

/** The page to which Stripe sends users back: the page that asked, if it is one of ours, and never any other. */
export function pageToReturnTo(
  { origin, referer }: IncomingHttpHeaders,
  [first = '', ...more]: readonly string[],
): string {
  const asked = origin ?? (referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined)
  return more.find((one) => one === asked) ?? first
}
