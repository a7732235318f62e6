import { createHmac } from 'node:crypto'
import {
  base64url,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { freshPlace } from '../../../test/users/users.ts'
import { readConfig } from '../../platform/config/config.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'

const ISSUER = 'http://gateway.test'

type Header = { alg?: string; typ?: string; kid?: string } & Record<string, unknown>

describeEngines('an access token', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let header: Header
  let claims: JWTPayload
  /** The gateway's own key: a test that signs with it shows what must be refused in spite of a good signature. */
  let privateJwk: JWK
  let publicJwk: JWK
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    header = decodeProtectedHeader(root.bearer) as Header
    claims = decodeJwt(root.bearer)
    const config = readConfig(test.place.environment)
    const sealer = await openSealer(config, createSettingsStore(test.database))
    const row = await test.database.read.selectFrom('token_signing_keys').selectAll().executeTakeFirstOrThrow()
    privateJwk = JSON.parse(sealer.open(row.private_jwk_sealed, `token_signing_keys.private_jwk:${row.kid}`)) as JWK
    publicJwk = JSON.parse(row.public_jwk) as JWK
  })
  afterAll(() => test.close())

  const info = (bearer: string) => test.call('GET /accounts/info', { bearer, from: freshPlace() })

  /** A token that the gateway's own key signed. */
  async function signed(changedClaims: JWTPayload = {}, changedHeader: Header = {}): Promise<string> {
    const payload = Object.fromEntries(
      Object.entries({ ...claims, ...changedClaims }).filter(([, value]) => value !== undefined),
    )
    const protectedHeader = Object.fromEntries(
      Object.entries({ ...header, ...changedHeader }).filter(([, value]) => value !== undefined),
    )
    return new SignJWT(payload)
      .setProtectedHeader(protectedHeader as { alg: string })
      .sign(await importJWK(privateJwk, 'EdDSA'))
  }

  const encode = (part: unknown) => base64url.encode(JSON.stringify(part))

  /** Nowhere is the token of use: not for a call, not as a valid token, not as half of a pair. */
  async function expectWorthless(token: string): Promise<void> {
    const { answer, changed } = await changesOf(test, async () => {
      const body = { auth_token: token, refresh_token: root.refreshToken }
      return {
        call: await info(token),
        validate: await test.call('POST /accounts/token-validate', { body: { token }, from: freshPlace() }),
        refresh: await test.call('POST /accounts/refresh-token', { body, from: freshPlace() }),
      }
    })
    expect(answer.call.status).toBe(401)
    expect(answer.call.body.code).toBe('unauthorized')
    expect(answer.validate.body).toEqual({ data: false })
    expect(answer.refresh.status).toBe(401)
    expect(changed).toEqual([])
  }

  it('says what RFC 9068 asks for, and lives an hour', () => {
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: publicJwk.kid })
    expect(claims).toMatchObject({
      iss: ISSUER,
      aud: ISSUER,
      sub: root.userId,
      account_id: root.accountId,
      role: 'root',
      jti: expect.stringMatching(/^[\w-]{43}$/),
      sid: expect.stringMatching(/^ses_/),
    })
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600)
  })

  it('is verified by anybody offline with the published keys, of which only the public half is published', async () => {
    const published = await test.call('GET /.well-known/jwks.json')
    expect(published.status).toBe(200)
    expect(published.headers['content-type']).toContain('application/jwk-set+json')
    expect(Object.keys(published.body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    const { payload, protectedHeader } = await jwtVerify(root.bearer, createLocalJWKSet(published.body), {
      issuer: ISSUER,
      audience: ISSUER,
      typ: 'at+jwt',
      algorithms: ['EdDSA'],
    })
    expect(payload.sub).toBe(root.userId)
    expect(protectedHeader.kid).toBe(published.body.keys[0].kid)
  })

  it('stays good when signed again as it was: what follows is refused for what it changes', async () => {
    expect((await info(await signed())).status).toBe(200)
  })

  describe('is worthless when its signature is not ours:', () => {
    // Attack (RFC 8725, §2.1): the token names an algorithm that needs no key, or ours as a secret that is public.
    it.each(['none', 'None', 'NONE', ''])('algorithm %j and no signature', async (alg) => {
      await expectWorthless(`${encode({ ...header, alg })}.${encode(claims)}.`)
    })

    it('algorithm "none" with the old signature kept', async () => {
      await expectWorthless(`${encode({ ...header, alg: 'none' })}.${encode(claims)}.${root.bearer.split('.')[2]}`)
    })

    it('HS256 with the public key as the secret, in each of its forms', async () => {
      const raw = base64url.decode(String(publicJwk.x))
      const secrets = [String(publicJwk.x), Buffer.from(raw), JSON.stringify(publicJwk), '', 'null']
      for (const secret of secrets) {
        const input = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`
        await expectWorthless(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)
      }
    })

    it("an attacker's key under our key id, or brought along in the header", async () => {
      const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
      const jwk = await exportJWK(pair.publicKey)
      const embedded: Header[] = [
        {},
        { jwk },
        { jku: 'http://127.0.0.1:9/jwks.json' },
        { x5u: 'http://127.0.0.1:9/' },
        { kid: 'own', jwk },
      ]
      for (const more of embedded) {
        const token = new SignJWT(claims).setProtectedHeader({ ...header, ...more } as { alg: string })
        await expectWorthless(await token.sign(pair.privateKey))
      }
    })

    it.each(['', '../../dev/null', '/dev/null', "' or 1=1 --", '__proto__', 'constructor'])(
      'the key id %j',
      async (kid) => expectWorthless(await signed({}, { kid })),
    )

    it('no key id at all', async () => expectWorthless(await signed({}, { kid: undefined })))

    it('claims that were changed after signing', async () => {
      const [head, , signature] = root.bearer.split('.')
      for (const change of [
        { role: 'admin' },
        { account_id: '1000000000' },
        { exp: 9_999_999_999 },
        { sub: 'usr_x' },
      ]) {
        await expectWorthless(`${head}.${encode({ ...claims, ...change })}.${signature}`)
      }
    })

    it('a signature that was cut, extended, emptied or changed in one bit', async () => {
      const [head, body, signature = ''] = root.bearer.split('.')
      const bytes = Buffer.from(signature, 'base64url')
      bytes.writeUInt8(bytes.readUInt8(5) ^ 1, 5)
      const others = ['', signature.slice(0, -4), `${signature}AAAA`, bytes.toString('base64url'), 'A'.repeat(86)]
      for (const other of others) await expectWorthless(`${head}.${body}.${other}`)
    })

    // Attack: bits of base64url that stand for nothing make another text of the same token, past a list of revoked ones.
    it('another spelling of the same bytes', async () => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      const last = root.bearer.slice(-1)
      const twin = alphabet[alphabet.indexOf(last) ^ 1] ?? ''
      const respelled = `${root.bearer.slice(0, -1)}${twin}`
      const answer = await info(respelled)
      // Whether it is taken or not, it ends with the session like the token itself.
      if (answer.status === 200) {
        const session = await test.signUp()
        const own = `${session.bearer.slice(0, -1)}${alphabet[alphabet.indexOf(session.bearer.slice(-1)) ^ 1]}`
        expect((await info(own)).status).toBe(200)
        await test.call('POST /accounts/refresh-token', {
          body: { auth_token: session.bearer, refresh_token: session.refreshToken },
        })
        expect((await info(own)).status).toBe(401)
      }
    })
  })

  describe('is worthless though our key signed it, with', () => {
    // Attack (RFC 8725, §3.11): another JWT of ours, made for another purpose, is used as an access token.
    it.each([undefined, 'JWT', 'jwt', 'id_token', 'at', 'at+jwt2'])('the type %j', async (typ) =>
      expectWorthless(await signed({}, { typ })),
    )

    it.each<[string, JWTPayload]>([
      ['another issuer', { iss: 'http://evil.test' }],
      ['our issuer with a slash', { iss: `${ISSUER}/` }],
      ['no issuer', { iss: undefined }],
      ['another audience', { aud: 'http://other.test' }],
      ['a list of other audiences', { aud: ['a', 'b'] }],
      ['no audience', { aud: undefined }],
      ['no expiry', { exp: undefined }],
      ['no token id', { jti: undefined }],
      ['no session', { sid: undefined }],
      ['no subject', { sub: undefined }],
      ['a session that does not exist', { sid: 'ses_00000000000000000000000000' }],
      ['an object for a session', { sid: { $ne: '' } }],
      ['a list of sessions', { sid: ['ses_1'] }],
    ])('%s', async (_what, change) => expectWorthless(await signed(change)))

    it('an algorithm that we do not use, even the other name of ours', async () => {
      const key = await importJWK(privateJwk, 'Ed25519')
      const token = new SignJWT(claims).setProtectedHeader({ ...header, alg: 'Ed25519' })
      await expectWorthless(await token.sign(key))
    })

    it('an extension that must be understood (RFC 7515, §4.1.11)', async () => {
      const key = await importJWK(privateJwk, 'EdDSA')
      const token = new SignJWT(claims).setProtectedHeader({ ...header, alg: 'EdDSA', crit: ['b65'], b65: true })
      await expectWorthless(await token.sign(key, { crit: { b65: true } }))
    })
  })

  it.each<[string, JWTPayload]>([
    ['a token id that the session does not honour', { jti: 'A'.repeat(43) }],
    ['an expiry in the past', { exp: 1 }],
    ['a beginning in the future', { nbf: 9_999_999_999 }],
  ])('opens nothing with %s, though it names a live session', async (_what, change) => {
    const token = await signed(change)
    expect((await info(token)).status).toBe(401)
    expect((await test.call('POST /accounts/token-validate', { body: { token } })).body.data).toBe(false)
  })

  // Attack: the role in a token outlives the role in the account.
  it('gives the role that the database has, whatever it claims', async () => {
    const member = await addMember(test, root, 'monitor')
    const token = await signed({ ...decodeJwt(member.bearer), role: 'root', account_id: '1', sub: root.userId })
    const shown = await test.call('GET /accounts/user-login-data', { bearer: token })
    expect(shown.body.data).toMatchObject({ role: 'monitor', user_id: member.userId, account: { id: root.accountId } })
    const refused = await test.call('POST /accounts/api-key', { bearer: token, body: { key_name: 'x' } })
    expect(refused.status).toBe(403)
  })

  it('of one gateway is worthless at another, though both look alike', async () => {
    const other = await openTestGateway(engine)
    try {
      const stranger = await other.signUp()
      await expectWorthless(stranger.bearer)
    } finally {
      await other.close()
    }
  })

  it.each(['a.b', 'a.b.c.d', 'a.b.c', '..', 'e30.e30.e30', `${'a'.repeat(5000)}.b.c`, 'eyJhbGciOiJFZERTQSJ9.bm8.AA'])(
    'that is none (%s) is refused without a fault of ours',
    async (token) => expect((await info(token)).status).toBe(401),
  )
})
