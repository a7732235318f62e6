import { SignJWT } from 'jose'
import { environmentOf } from '../../access/key-description.ts'
import type { CredentialPrincipal } from '../../access/principal.ts'
import type { SigningKeys } from '../../access/signing-keys.ts'
import { scopeTextOf } from './scope-text.ts'

/**
 * The type of the JWT (RFC 8725, §3.11): it cannot pass for an access token of ours (access/access-tokens.ts requires
 * the type `at+jwt`). It says who called, and is no credential. Everybody can get one about themselves, so a service
 * that reads it has to check whether that account and these scopes may do it (docs/proxies.md).
 */
const IDENTITY_TYPE = 'quiva-identity+jwt'

const LIFE_MS = 60_000
/** For how long the same token is issued again: signing one each time would cost more than the rest of the answer. */
const REUSED_MS = 30_000
/** For how many audiences of one caller tokens are kept: a service has one name. */
const MOST_AUDIENCES = 20

export type IdentityTokens = {
  /**
   * A JWT about the caller for the service `audience`, valid for another 30 to 60 seconds. It is signed only if no kept
   * token can be used again.
   */
  issue(principal: CredentialPrincipal, audience: string): string | Promise<string>
}

type Made = { jwt: string; reusedUntil: number }

/** Signed with the keys of the access tokens, so that the published JWKS verifies them. `issuer` is PUBLIC_URL. */
export function createIdentityTokens(keys: SigningKeys, issuer: string): IdentityTokens {
  // Keyed by the cached principal, so that its eviction drops its tokens, too.
  const madeFor = new WeakMap<CredentialPrincipal, Map<string, Made>>()

  async function sign(principal: CredentialPrincipal, audience: string, now: number): Promise<string> {
    const { kid, alg, privateKey } = await keys.current()
    const { userId, accountId, role, kind, apiKeyId, expiresAt } = principal
    const environment = environmentOf(principal.keyDescription)
    const claims = { account_id: accountId, role, kind, key_id: apiKeyId, scope: scopeTextOf(principal), environment }
    return new SignJWT(claims)
      .setProtectedHeader({ alg, typ: IDENTITY_TYPE, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(Math.min(now + LIFE_MS, expiresAt) / 1000))
      .sign(privateKey)
  }

  return {
    issue(principal, audience) {
      const now = Date.now()
      const made = madeFor.get(principal) ?? new Map<string, Made>()
      const known = made.get(audience)
      if (known && now < known.reusedUntil) return known.jwt
      return sign(principal, audience, now).then((jwt) => {
        if (made.size >= MOST_AUDIENCES) made.clear()
        madeFor.set(principal, made.set(audience, { jwt, reusedUntil: now + REUSED_MS }))
        return jwt
      })
    },
  }
}
