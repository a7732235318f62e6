import type { Environment } from '../platform/values/environments.ts'
import type { KeyDescription } from './key-description.ts'
import { combineLimits, type KeyLimits, NO_LIMITS } from './key-limits/key-limits.ts'
import { ANY_SCOPE } from './scopes.ts'

/**
 * What narrows an embedded session, in which somebody works with their keys on a page of another product
 * (docs/decisions/0058). It never changes while the session lives.
 */
export type Embed = {
  /** The origin of the page; null for the gateway's own page. */
  origin: string | null
  /** The key or session that asked for it, and whose that is: the embedded session ends with either. */
  issuedBy: string
  issuerUserId: string
  /** From which address it was asked for, in the form that allowed networks are checked with; null if that is unknown. */
  askedFrom: string | null
  /** The session of the key in which it was asked for: the embedded session ends with that, too. */
  askedIn: string | null
  /** What the keys that it issues may have at most; null for whatever their owner may do. */
  keyCeiling: KeyLimits | null
}

/** For a select list on `embed_tokens as e`. */
export const embedColumns = [
  'e.origin as embed_origin',
  'e.issued_by as embed_issued_by',
  'e.issuer_user_id as embed_issuer',
  'e.asked_from as embed_asked_from',
  'e.asked_in as embed_asked_in',
  'e.scopes as embed_scopes',
  'e.key_scopes as embed_key_scopes',
  'e.environment as embed_environment',
] as const

/** All null for a session that is not embedded. */
export type EmbedRow = {
  embed_origin: string | null
  embed_issued_by: string | null
  embed_issuer: string | null
  embed_asked_from: string | null
  embed_asked_in: string | null
  embed_scopes: string | null
  embed_key_scopes: string | null
  embed_environment: Environment | null
}

/** What the row says of an embedded session; undefined for any other, and for an embedded one that lacks its row. */
export function toEmbed(
  row: EmbedRow,
): { embed: Embed; limits: KeyLimits | null; keyDescription: KeyDescription } | undefined {
  const { embed_origin: origin, embed_issued_by: issuedBy, embed_issuer: issuerUserId } = row
  const { embed_asked_from: askedFrom, embed_asked_in: askedIn } = row
  const { embed_scopes: scopes, embed_key_scopes: keyScopes, embed_environment: environment } = row
  if (issuedBy === null || issuerUserId === null || scopes === null || keyScopes === null || environment === null)
    return undefined
  return {
    embed: { origin, issuedBy, issuerUserId, askedFrom, askedIn, keyCeiling: keyCeilingOf(keyScopes) },
    limits: scopesOnly(scopes),
    keyDescription: { environment, metadata: null, tags: null },
  }
}

export function keyCeilingOf(keyScopes: string): KeyLimits | null {
  return keyScopes.split(' ').includes(ANY_SCOPE) ? null : scopesOnly(keyScopes)
}

function scopesOnly(scopes: string): KeyLimits | null {
  return combineLimits([{ ...NO_LIMITS, scopes, id: '', rateKey: null }])
}
