import { createLocalJWKSet, decodeProtectedHeader, exportSPKI, importJWK, jwtVerify, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { signIn, statusOf } from '../../../test/users/sign-in.ts'

describeEngines('SIGNING_ALGORITHM', (engine) => {
  let place: Place
  const open = (algorithm: string) => openTestGateway(engine, { environment: { SIGNING_ALGORITHM: algorithm }, place })
  const jwksOf = async (gateway: TestGateway) => (await gateway.call('GET /.well-known/jwks.json')).body
  beforeEach(async () => {
    place = await openPlace(engine)
  })
  afterEach(() => place.remove())

  it.each([
    ['ES256', { kty: 'EC', crv: 'P-256' }],
    ['RS256', { kty: 'RSA', e: 'AQAB' }],
  ])(
    '%s signs access tokens and the JWT of /verify, and its key is published without its private half',
    async (alg, shape) => {
      const gateway = await open(alg)
      const root = await gateway.signUp()
      expect(await statusOf(gateway, root.bearer)).toBe(200)
      const jwks = await jwksOf(gateway)
      expect(jwks.keys).toHaveLength(1)
      expect(jwks.keys[0]).toMatchObject({ ...shape, alg, use: 'sig' })
      for (const half of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(jwks.keys[0]).not.toHaveProperty(half)
      if (alg === 'RS256') expect(Buffer.from(jwks.keys[0].n, 'base64url')).toHaveLength(384)
      const path = `/verify?account=${root.accountId}&audience=orders`
      const { headers } = await gateway.call(`GET ${path}`, { bearer: root.bearer })
      const check = { issuer: 'http://gateway.test', algorithms: [alg] }
      const identity = { ...check, audience: 'orders', typ: 'quiva-identity+jwt' }
      await jwtVerify(String(headers['x-quiva-jwt']), createLocalJWKSet(jwks), identity)
      await jwtVerify(root.bearer, createLocalJWKSet(jwks), {
        ...check,
        audience: 'http://gateway.test',
        typ: 'at+jwt',
      })
      await gateway.close()
    },
  )

  it('changed, adds a key that signs ten minutes later, and nobody is signed out', async () => {
    const before = await open('EdDSA')
    const root = await before.signUp()
    await before.close()
    const after = await open('ES256')
    expect((await jwksOf(after)).keys.map(({ alg }: { alg: string }) => alg)).toEqual(['ES256', 'EdDSA'])
    const algOf = async () => decodeProtectedHeader((await signIn(after, root)).bearer).alg
    expect([await statusOf(after, root.bearer), await algOf()]).toEqual([200, 'EdDSA'])
    await later(11 * MINUTE, async () => {
      expect([await statusOf(after, root.bearer), await algOf()]).toEqual([200, 'ES256'])
    })
    await after.close()
    // As it is, it stays.
    const again = await open('ES256')
    expect((await jwksOf(again)).keys).toHaveLength(2)
    await again.close()
  })

  // RFC 8725, §2.1: a public key is taken for a secret, or a key used with another algorithm than its own.
  it('decides by the key, whatever the header of a token says', async () => {
    const gateway = await open('RS256')
    const root = await gateway.signUp()
    const { kid = '' } = decodeProtectedHeader(root.bearer)
    const claims = JSON.parse(Buffer.from(root.bearer.split('.')[1] ?? '', 'base64url').toString())
    const [jwk] = (await jwksOf(gateway)).keys
    const publicKey = await importJWK(jwk, 'RS256', { extractable: true })
    if (publicKey instanceof Uint8Array) throw new Error('unreachable')
    const secret = new TextEncoder().encode(await exportSPKI(publicKey))
    const header = (alg: string) => ({ alg, typ: 'at+jwt', kid })
    const forged = [await new SignJWT(claims).setProtectedHeader(header('HS256')).sign(secret)]
    const [, payload, signature] = root.bearer.split('.')
    for (const alg of ['ES256', 'EdDSA', 'PS256', 'RS512', 'none'])
      forged.push(`${Buffer.from(JSON.stringify(header(alg))).toString('base64url')}.${payload}.${signature}`)
    for (const token of forged) expect(await statusOf(gateway, token)).toBe(401)
    await later(HOUR + MINUTE, async () => expect(await statusOf(gateway, root.bearer)).toBe(401))
    await gateway.close()
  })
})
