import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { preferredWait } from './revocation.ts'

describe('the wait that a client prefers (RFC 7240)', () => {
  it.each([
    ['wait=0', 0],
    ['WAIT = 7', 7],
    ['wait="4"', 4],
    ['respond-async, wait=2; foo=bar', 2],
    ['wait=1, wait=9', 1],
    ['foo="a, wait=9", wait=3', 3],
    ['foo; wait=5', undefined],
    ['wait=99999', 30],
    ['wait', undefined],
    ['wait=', undefined],
    ['wait=-1', undefined],
    ['wait=1.5', undefined],
    ['wait=1e3', undefined],
    ['waiting=1', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j', (header, seconds) => {
    expect(preferredWait(header)).toBe(seconds)
  })

  it.each([
    ['spaces', `wait${' '.repeat(15_000)}x`],
    ['spaces after the sign', `wait=${' '.repeat(15_000)}x`],
    ['quotes that do not end', '"\\'.repeat(8000)],
    ['many preferences', `${'wait ,'.repeat(2000)}wait=3`],
  ])('of a long header is ignored, and costs nothing: %s', (_what, header) => {
    const begin = performance.now()
    for (let n = 0; n < 100; n += 1) expect(preferredWait(header)).toBeUndefined()
    expect(performance.now() - begin).toBeLessThan(500)
    expect(preferredWait('wait=3'.padEnd(200))).toBe(3)
    expect(preferredWait('wait=3'.padEnd(201))).toBeUndefined()
  })
})

describeEngines('the answer to a change that revokes', (engine) => {
  const notified: (readonly string[])[] = []
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, {
      watch: (database) => ({
        ...database,
        notify(tx, channel, payloads) {
          notified.push(payloads)
          return database.notify(tx, channel, payloads)
        },
      }),
    })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const issue = () => test.issueKey(root.bearer)
  const remove = (id: string, query = '', headers = {}) =>
    test.call(`DELETE /accounts/api-key?id=${id}${query}`, { bearer: root.bearer, headers })

  it('says that it holds everywhere, where there is one gateway at once, and tells nobody about waiting', async () => {
    const { id } = await issue()
    const { body, headers } = await remove(id)
    expect(body.revocation).toEqual({ confirmed: true, holders: 1, took_ms: expect.any(Number) })
    expect(headers).not.toHaveProperty('preference-applied')
    expect((await remove((await issue()).id, '', { prefer: 'wait=3' })).headers['preference-applied']).toBe('wait=3')
  })

  it('says so for an account, a member and a session too, whoever asks', async () => {
    const member = await addMember(test, root, 'admin')
    const by = { bearer: root.bearer }
    const answers = [
      await test.call('PATCH /accounts', { ...by, body: { website: 'https://example.com' } }),
      await test.call('PATCH /accounts/role', { ...by, body: { email: member.email, role: 'developer' } }),
      await test.call('DELETE /accounts/tokens', { ...by, body: { email: member.email } }),
      await test.call('POST /accounts/refresh-token', {
        body: { auth_token: root.bearer, refresh_token: root.refreshToken },
      }),
    ]
    expect(answers.map(({ status, body }) => [status, body.revocation?.confirmed])).toEqual(
      answers.map(() => [200, true]),
    )
    root.bearer = answers[3]?.body.data.auth_token
  })

  it('says nothing where nothing was taken away, in refusals and in repeated answers', async () => {
    const { email } = await addMember(test, root, 'monitor')
    const endSessions = () => test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email } })
    expect((await endSessions()).body.revocation).toMatchObject({ confirmed: true })
    expect((await endSessions()).body).toEqual({ message: '0 sessions were revoked.' })
    expect((await endSessions()).body.revocation).toBe(undefined)
    const refused = await remove('key_01kc9f3m8e7q1v5t2x4y6z8a0b')
    expect([refused.status, refused.body.revocation]).toEqual([400, undefined])
    const { id } = await issue()
    const rotate = () =>
      test.call('POST /accounts/api-key/rotate', {
        bearer: root.bearer,
        body: { id },
        headers: { 'idempotency-key': `rotation-${id}` },
      })
    expect((await rotate()).body.revocation).toMatchObject({ confirmed: true })
    const replay = await rotate()
    expect([replay.headers['idempotency-replayed'], replay.body.revocation]).toEqual(['true', undefined])
  })

  it('takes one statement for all evictions of a transaction: a key, its sessions and the keys that it issued', async () => {
    const { id, key } = await issue()
    await test.issueKey(key)
    const session = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    expect(session.status).toBe(200)
    notified.length = 0
    await remove(id)
    expect(notified).toEqual([[expect.stringMatching(/^evict gwy_\w+ \d+ 0 \w+ \w+$/)]])
  })

  describe('with receipt=true', () => {
    const keysOf = async () => createLocalJWKSet((await test.call('GET /.well-known/jwks.json')).body)

    it('has a receipt that anybody can check: what was revoked, when, and who has let go', async () => {
      const { id } = await issue()
      const before = Date.now()
      const { body, headers } = await remove(id, '&receipt=true')
      const { payload } = await jwtVerify(body.revocation.receipt, await keysOf(), {
        issuer: 'http://gateway.test',
        typ: 'quiva-revocation+jwt',
      })
      expect(payload).toEqual({
        iss: 'http://gateway.test',
        iat: expect.any(Number),
        operation: 'deleteApiKey',
        request_id: headers['x-request-id'],
        account_id: root.accountId,
        committed_on: expect.any(String),
        revoked: [sha256(id)],
        confirmed: true,
        took_ms: body.revocation.took_ms,
        holders: [
          {
            kind: 'gateway',
            id: expect.stringMatching(/^gwy_/),
            name: expect.any(String),
            took_ms: 0,
            how: 'acknowledged',
          },
        ],
      })
      expect(Date.parse(String(payload.committed_on))).toBeGreaterThanOrEqual(before)
      expect((await remove((await issue()).id, '&receipt=false')).body.revocation).not.toHaveProperty('receipt')
      expect((await remove((await issue()).id, '&receipt=maybe')).status).toBe(400)
    })

    // Attack: a receipt is signed with the key of access tokens, and its holder presents it as one.
    it('gives nobody a right: it is refused as a credential', async () => {
      const { body } = await remove((await issue()).id, '&receipt=true')
      const { receipt } = body.revocation
      expect(decodeProtectedHeader(receipt).typ).toBe('quiva-revocation+jwt')
      expect((await test.call('GET /accounts/info', { bearer: receipt })).status).toBe(401)
      expect((await test.call('GET /accounts/info', { key: receipt })).status).toBe(401)
      const introspected = await test.call('POST /introspect', { bearer: root.bearer, body: { token: receipt } })
      expect(introspected.body).toEqual({ active: false })
      const validated = await test.call('POST /accounts/validate-token', { body: { auth_token: receipt } })
      expect(validated.status).not.toBe(200)
    })

    // A user is a member of two accounts; what is revoked in the other one is nobody's business here.
    it('tells nothing of other accounts: their numbers could be found by trying', async () => {
      const user = await test.signUp()
      const member = await addMember(test, root, 'developer')
      const { body } = await test.call('PATCH /accounts/role?receipt=true', {
        bearer: root.bearer,
        body: { email: member.email, role: 'monitor' },
      })
      const { payload } = await jwtVerify(body.revocation.receipt, await keysOf())
      expect(payload.revoked).toEqual([sha256(`${root.accountId}/${member.userId}`)])
      const refreshed = await test.call('POST /accounts/refresh-token?receipt=true', {
        body: { auth_token: user.bearer, refresh_token: user.refreshToken },
      })
      const own = await jwtVerify(refreshed.body.revocation.receipt, await keysOf())
      expect(own.payload).not.toHaveProperty('account_id')
    })
  })
})
