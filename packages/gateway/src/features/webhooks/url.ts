import { isIP } from 'node:net'
import { invalid } from '../../platform/errors/refusal.ts'
import { isPublicAddress } from '../../platform/outbound/public-addresses.ts'
import type { Networks } from '../../platform/values/ip-networks.ts'

/** The URL in the form in which it is called; a name is checked only when it is resolved (guarded-post.ts). */
export function parseWebhookUrl(text: string, allowed: Networks): string {
  const refuse = (why: string) => invalid('/body/url', why)
  if (!URL.canParse(text)) throw refuse('must be an https URL')
  const url = new URL(text)
  if (url.protocol !== 'https:') throw refuse('must be an https URL')
  if (url.username !== '' || url.password !== '') throw refuse('must not contain a user name or password')
  if (url.hash !== '') throw refuse('must not have a fragment')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isPublicAddress(host) && !allowed.has(host)) throw refuse('must not have a private address')
  return url.href
}
