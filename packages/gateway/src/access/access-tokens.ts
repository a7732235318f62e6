import { type CryptoKey, errors, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { randomToken } from '../crypto/random.ts'
import type { Sealer } from '../crypto/sealing.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

const ALGORITHM = 'EdDSA'
/** RFC 9068, §2.1: keeps an access token from being taken for any other JWT, and any other for one. */
const TYPE = 'at+jwt'

export type AccessTokenClaims = {
  userId: string
  sessionId: string
  accountId: string
  role: string
  tokenId: string
  expiresAt: number
}

export type AccessTokens = {
  /** Signs a JWT (RFC 9068 profile); `expiresAt` in milliseconds since the epoch, rounded down to the second. */
  sign(claims: AccessTokenClaims): Promise<string>
  /**
   * The session and token id that a token of ours names, or undefined. It proves the signature and the claims only; the
   * session is looked up by who asks. `ignoreExpiry` is for the refresh, where an expired token is the usual case.
   */
  verify(
    token: string,
    options?: { ignoreExpiry: boolean },
  ): Promise<{ sessionId: string; tokenId: string } | undefined>
  /** RFC 7517, §5: the public keys, newest first. */
  jwks(): { keys: JWK[] }
}

type SigningKey = { kid: string; publicJwk: JWK; publicKey: CryptoKey; privateKey: CryptoKey }

const sealContext = sealedColumns.tokenSigningKey.context

/** Loads the signing keys and makes the first one where there is none. `issuer` is PUBLIC_URL, and the audience too. */
export async function openAccessTokens(store: SigningKeyStore, sealer: Sealer, issuer: string): Promise<AccessTokens> {
  let stored = await store.list()
  if (stored.length === 0) {
    await store.addFirst(await makeSigningKey(sealer))
    stored = await store.list()
  }
  const keys = await Promise.all(
    stored.map(async ({ kid, publicJwk, privateJwkSealed }): Promise<SigningKey> => {
      const jwk = JSON.parse(publicJwk) as JWK
      const secret = JSON.parse(sealer.open(privateJwkSealed, sealContext(kid))) as JWK
      return { kid, publicJwk: jwk, publicKey: await asKey(jwk), privateKey: await asKey(secret) }
    }),
  )
  const [newest] = keys
  if (!newest) throw new Error('there is no key to sign access tokens with')
  const byKid = new Map(keys.map((key) => [key.kid, key.publicKey]))

  return {
    sign: ({ userId, sessionId, accountId, role, tokenId, expiresAt }) =>
      new SignJWT({ sid: sessionId, account_id: accountId, role })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: newest.kid })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(userId)
        .setJti(tokenId)
        .setIssuedAt()
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(newest.privateKey),

    async verify(token, { ignoreExpiry } = { ignoreExpiry: false }) {
      try {
        const { payload } = await jwtVerify(token, ({ kid }) => publicKeyOf(byKid, kid), {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer,
          audience: issuer,
          requiredClaims: ['sub', 'jti', 'exp', 'sid'],
          ...(ignoreExpiry && { currentDate: new Date(0) }),
        })
        const { sid, jti } = payload
        return typeof sid === 'string' && typeof jti === 'string' ? { sessionId: sid, tokenId: jti } : undefined
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
    },

    jwks: () => ({ keys: keys.map((key) => key.publicJwk) }),
  }
}

function publicKeyOf(byKid: Map<string, CryptoKey>, kid: string | undefined): CryptoKey {
  const key = kid === undefined ? undefined : byKid.get(kid)
  if (!key) throw new errors.JWKSNoMatchingKey()
  return key
}

async function asKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM)
  if (key instanceof Uint8Array) throw new Error('the signing key is not an asymmetric one')
  return key
}

async function makeSigningKey(sealer: Sealer) {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  const kid = randomToken().slice(0, 16)
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' }
  const privateJwkSealed = sealer.seal(JSON.stringify(await exportJWK(privateKey)), sealContext(kid))
  return { kid, publicJwk: JSON.stringify(publicJwk), privateJwkSealed }
}
