import type { CredentialPrincipal } from '../../access/principal.ts'
import { ANY_SCOPE, isScope } from '../../access/scopes.ts'
import { invalid } from '../../platform/errors/refusal.ts'

/** Scopes as OAuth writes them (RFC 6749, §3.3): separated by spaces. A credential without limits has all scopes. */
export function scopeTextOf({ limits }: CredentialPrincipal): string {
  return limits?.scopes ? [...limits.scopes].join(' ') : ANY_SCOPE
}

/**
 * How many parsed texts are kept: proxies ask for the same few scopes again and again. A caller that always asks for
 * new ones must not fill the memory.
 */
const REMEMBERED = 1000
const remembered = new Map<string, readonly string[]>()

/** The scopes that a request asks for; throws `invalid_request` if one is no scope. */
export function parseWanted(text: string): readonly string[] {
  const known = remembered.get(text)
  if (known) return known
  const wanted = text.split(' ')
  if (!wanted.every(isScope))
    throw invalid('/querystring/scope', 'must be scopes (resource:action) separated by spaces')
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(text, wanted)
  return wanted
}
