import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../test/database/engines.ts'
import { readConfig } from '../platform/config/config.ts'
import { sha256 } from '../platform/crypto/hashing.ts'
import type { Sealer } from '../platform/crypto/sealing.ts'
import type { Database } from '../platform/database/database.ts'
import { openDatabase } from '../platform/database/open.ts'
import { createSettingsStore } from '../platform/database/settings-store.ts'
import { openSealer } from '../platform/secrets/master-key.ts'
import { type AccessTokens, createAccessTokens } from './access-tokens.ts'
import { createSigningKeyStore } from './signing-key-store.ts'
import { openSigningKeys, type SigningKeys } from './signing-keys.ts'

const ISSUER = 'http://gateway.test'

describeEngines('access tokens', (engine) => {
  let place: Place
  let database: Database
  let sealer: Sealer
  let tokens: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    place = await openPlace(engine)
    const config = readConfig(place.environment)
    database = await openDatabase(config)
    sealer = await openSealer(config, createSettingsStore(database))
    tokens = await open()
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  async function open(issuer = ISSUER): Promise<AccessTokens & Pick<SigningKeys, 'jwks'>> {
    const keys = await openSigningKeys(createSigningKeyStore(database), sealer, 'EdDSA')
    return { ...createAccessTokens(keys, issuer), jwks: keys.jwks }
  }
  const claims = {
    userId: 'usr_1',
    sessionId: 'ses_1',
    accountId: '1234567890',
    role: 'admin',
    tokenId: 'jti-1',
    expiresAt: Date.now() + 60_000,
  }
  const named = { sessionId: 'ses_1', tokenHash: sha256('jti-1') }

  /** A token like ours, but for what `change` changes, signed with our own private key. */
  async function signedLike(change: {
    header?: Record<string, unknown>
    payload?: Record<string, unknown>
    key?: CryptoKey
  }): Promise<string> {
    const genuine = await tokens.sign(claims)
    const key = change.key ?? (await ownPrivateKey())
    const header = { ...decodeProtectedHeader(genuine), ...change.header } as { alg: string }
    return new SignJWT({ ...decodeJwt(genuine), ...change.payload }).setProtectedHeader(header).sign(key)
  }

  async function ownPrivateKey(): Promise<CryptoKey> {
    const [stored] = await createSigningKeyStore(database).list()
    const jwk = JSON.parse(
      sealer.open(stored?.privateJwkSealed ?? '', `token_signing_keys.private_jwk:${stored?.kid}`),
    ) as JWK
    return (await importJWK(jwk, 'EdDSA')) as CryptoKey
  }

  it('are JWTs by the profile of RFC 9068, and say whom, where, in which role and session', async () => {
    const token = await tokens.sign(claims)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) })
    expect(decodeJwt(token)).toEqual({
      iss: ISSUER,
      aud: ISSUER,
      sub: 'usr_1',
      jti: 'jti-1',
      sid: 'ses_1',
      account_id: '1234567890',
      role: 'admin',
      iat: expect.any(Number),
      exp: Math.floor(claims.expiresAt / 1000),
    })
    expect(await tokens.verify(token)).toEqual(named)
    expect(await tokens.verify(await signedLike({}))).toEqual(named)
  })

  it.each<[string, Parameters<typeof signedLike>[0]]>([
    ['of another type (RFC 8725, 3.11)', { header: { typ: 'JWT' } }],
    ['without a type', { header: { typ: undefined } }],
    ['of another issuer', { payload: { iss: 'http://evil.test' } }],
    ['for another audience', { payload: { aud: 'http://other.test' } }],
    ['without an audience', { payload: { aud: undefined } }],
    ['without a session', { payload: { sid: undefined } }],
    ['whose session is a number', { payload: { sid: 5 } }],
    ['without an id', { payload: { jti: undefined } }],
    ['without a subject', { payload: { sub: undefined } }],
    ['without an end', { payload: { exp: undefined } }],
    ['that has ended', { payload: { exp: Math.floor(Date.now() / 1000) - 1 } }],
    ['that has not begun', { payload: { nbf: Math.floor(Date.now() / 1000) + 60 } }],
    ['whose key is not named', { header: { kid: undefined } }],
    ['whose key is unknown', { header: { kid: 'x' } }],
    ['with a critical header that nobody knows (RFC 7515, 4.1.11)', { header: { crit: ['x'], x: 1 } }],
  ])('%s are refused, though the signature is ours', async (_what, change) => {
    const token = await signedLike(change).catch(() => undefined)
    // What the library refuses to make cannot be tried.
    if (token === undefined) return
    expect(await tokens.verify(token)).toBeUndefined()
  })

  // RFC 8725, 2.1: a verifier that believes the header takes a signature of the attacker's choice.
  it('with another algorithm are refused: none, and HMAC with our public key', async () => {
    const genuine = await tokens.sign(claims)
    const payload = decodeJwt(genuine)
    expect(await tokens.verify(new UnsecuredJWT(payload).encode())).toBeUndefined()
    const { kid } = decodeProtectedHeader(genuine)
    const [jwk] = (await tokens.jwks()).keys
    for (const secret of [jwk?.x ?? '', JSON.stringify(jwk)]) {
      const forged = await new SignJWT(payload)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: kid ?? '' })
        .sign(new TextEncoder().encode(secret.padEnd(32)))
      expect(await tokens.verify(forged)).toBeUndefined()
    }
  })

  it('signed by another key are refused, also if they bring it along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const jwk = await exportJWK(publicKey)
    expect(await tokens.verify(await signedLike({ key: privateKey }))).toBeUndefined()
    expect(await tokens.verify(await signedLike({ key: privateKey, header: { jwk } }))).toBeUndefined()
  })

  it('that were changed anywhere, and other text, are refused without a throw', async () => {
    const token = await tokens.sign(claims)
    for (let place = 0; place < token.length - 1; place += 7) {
      const other = token[place] === 'A' ? 'B' : 'A'
      expect(await tokens.verify(token.slice(0, place) + other + token.slice(place + 1))).toBeUndefined()
    }
    for (const text of [
      '',
      '.',
      '..',
      'a.b.c',
      '\0',
      `${token}.x`,
      token.split('.').slice(0, 2).join('.'),
      'x'.repeat(100_000),
    ])
      expect(await tokens.verify(text)).toBeUndefined()
  })

  it('that have ended still name their session for a refresh, and only the end is forgiven', async () => {
    const ended = await signedLike({ payload: { exp: Math.floor(Date.now() / 1000) - 3600 } })
    expect(await tokens.verify(ended, { ignoreExpiry: true })).toEqual(named)
    const foreign = await signedLike({ payload: { exp: 1, iss: 'http://evil.test' } })
    expect(await tokens.verify(foreign, { ignoreExpiry: true })).toBeUndefined()
    // A bit of the signature; the last characters of base64url have bits that mean nothing.
    const forged = `${ended.slice(0, -10)}${ended.at(-10) === 'A' ? 'B' : 'A'}${ended.slice(-9)}`
    expect(await tokens.verify(forged, { ignoreExpiry: true })).toBeUndefined()
  })

  it('verify after a restart and at another gateway, under the keys that are published, without their private part', async () => {
    const token = await tokens.sign(claims)
    expect(await (await open()).verify(token)).toEqual(named)
    for (const jwk of (await tokens.jwks()).keys)
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    expect(await (await open('http://moved.test')).verify(token)).toBeUndefined()
  })

  it('begin with one key, however many gateways start at once', async () => {
    await database.transaction(async ({ db }) => {
      await db.deleteFrom('token_signing_keys').execute()
      await db.deleteFrom('settings').where('name', '=', 'first_token_signing_key').execute()
    })
    const opened = await Promise.all([open(), open(), open()])
    const [first] = opened
    const token = (await first?.sign(claims)) ?? ''
    for (const one of opened) {
      expect(await one.jwks()).toEqual(await first?.jwks())
      expect(await one.verify(token)).toEqual(named)
    }
    expect((await first?.jwks())?.keys).toHaveLength(1)
    tokens = first ?? tokens
  })
})
