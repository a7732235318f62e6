import { type CryptoKey, errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose'
import { sha256 } from '../platform/crypto/hashing.ts'
import { signingAlgorithms } from '../platform/crypto/signing-algorithms.ts'
import type { SigningKeys } from './signing-keys.ts'

/** RFC 9068, §2.1: the type tells an access token from any other JWT, so that neither is accepted as the other. */
const TYPE = 'at+jwt'

export type AccessTokenClaims = {
  userId: string
  sessionId: string
  accountId: string
  role: string
  /** `jti`. The database stores only its hash: whoever had `jti` and the signing key could make this very token. */
  tokenId: string
  expiresAt: number
  /** Authentication Method References (RFC 8176); undefined where no user was authenticated. */
  amr?: string[] | undefined
  /** Of an embedded session (docs/decisions/0058): no other service may honour it, so it has another audience. */
  embedded?: boolean
}

export type AccessTokens = {
  /** Signs a JWT (RFC 9068 profile); `expiresAt` in milliseconds since the epoch, rounded down to the second. */
  sign(claims: AccessTokenClaims): Promise<string>
  /**
   * The session that the token names, and the hash of its `jti`; undefined if the token is not valid. This checks only
   * the signature and the claims; the caller has to look up the session. `ignoreExpiry` is for the refresh, where the
   * token has usually expired.
   */
  verify(
    token: string,
    options?: { ignoreExpiry: boolean },
  ): Promise<{ sessionId: string; tokenHash: string } | undefined>
}

/** Signs and verifies with the given keys. `issuer` is PUBLIC_URL, which is the audience too. */
export function createAccessTokens(keys: SigningKeys, issuer: string): AccessTokens {
  const embeddedAudience = `${issuer}/embed`
  return {
    async sign({ userId, sessionId, accountId, role, tokenId, expiresAt, amr, embedded = false }) {
      const { kid, alg, privateKey } = await keys.current()
      return new SignJWT({ sid: sessionId, account_id: accountId, role, ...(amr && { amr }) })
        .setProtectedHeader({ alg, typ: TYPE, kid })
        .setIssuer(issuer)
        .setAudience(embedded ? embeddedAudience : issuer)
        .setSubject(userId)
        .setJti(tokenId)
        .setIssuedAt()
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(privateKey)
    },

    async verify(token, { ignoreExpiry } = { ignoreExpiry: false }) {
      try {
        const { payload } = await jwtVerify(token, (header) => publicKeyOf(keys, header), {
          algorithms: [...signingAlgorithms],
          typ: TYPE,
          issuer,
          audience: [issuer, embeddedAudience],
          requiredClaims: ['sub', 'jti', 'exp', 'sid'],
          ...(ignoreExpiry && { currentDate: new Date(0) }),
        })
        const { sid, jti } = payload
        return typeof sid === 'string' && typeof jti === 'string'
          ? { sessionId: sid, tokenHash: sha256(jti) }
          : undefined
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
    },
  }
}

async function publicKeyOf(keys: SigningKeys, { kid, alg }: JWTHeaderParameters): Promise<CryptoKey> {
  const key = kid === undefined ? undefined : await keys.publicKey(kid, alg)
  if (!key) throw new errors.JWKSNoMatchingKey()
  return key
}
