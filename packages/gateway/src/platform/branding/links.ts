import { isMailAddress } from '../values/mail-address.ts'
import type { Report } from './report.ts'
import { isLine, isRecord } from './texts.ts'

/** A link at the foot of pages, such as one to a page for help. */
export type Link = { text: string; url: string }

const MOST_LINKS = 5
const LONGEST_TEXT = 40
const LONGEST_URL = 500

/** Checks links, an object of addresses by the words that are shown. */
export function checkLinks(given: unknown, report: Report): readonly Link[] {
  if (given === undefined) return []
  if (!isRecord(given)) {
    report(['links'], 'must be an object: the words of each link, and its address')
    return []
  }
  const all = Object.entries(given)
  if (all.length > MOST_LINKS) report(['links'], `must be at most ${MOST_LINKS}`)
  return all.flatMap(([text, address]) => {
    const key = ['links', text]
    if (!isLine(text, LONGEST_TEXT)) report(key, `must have words of 1 to ${LONGEST_TEXT} characters`)
    const url = parseAddress(address)
    if (url === undefined) report(key, 'must have an address that begins with https:// or mailto:')
    return url === undefined ? [] : [{ text, url }]
  })
}

/**
 * The address as a browser reads it. Only these two: `javascript:` would run in our page, and plain http can be changed
 * on its way. One with a user name in it looks like another host.
 */
function parseAddress(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > LONGEST_URL) return undefined
  const url = URL.parse(given)
  if (url?.protocol === 'mailto:') return isMailAddress(url.pathname) ? url.href : undefined
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined
}
