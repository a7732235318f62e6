import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, type Call, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { verdict } from '../../../test/users/factors.ts'
import { addMember } from '../../../test/users/members.ts'
import { tidyEmbedTokens } from './tidy.ts'

const PAGE = 'https://app.example.com'
const OTHER_PAGE = 'https://other.example.com'
const REFUSED = [401, 'embed_token_refused']
const HOUR = 60 * MINUTE

describeEngines('embedded sessions', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let dev: SignedInUser
  /** Of the server of the product that embeds. */
  let serverKey: { id: string; key: string }
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    dev = await addMember(test, root, 'developer')
    await allow(PAGE)
    serverKey = await test.issueKey(root.bearer, 'server', { scopes: ['embed-tokens:write', 'orders:*'] })
  })
  afterAll(() => test.close())

  const allow = (origin: string, by: SignedInUser = root) =>
    test.call('POST /accounts/embed-origins', { bearer: by.bearer, body: { origin } })
  const disallow = (origin: string) =>
    test.call('DELETE /accounts/embed-origins', { bearer: root.bearer, body: { origin } })
  const ask = (body: object = {}, by: Call = { key: serverKey.key }) =>
    test.call('POST /accounts/embed-token', {
      ...by,
      body: { email: dev.email, origin: PAGE, key_scopes: ['orders:read', 'orders:write'], ...body },
    })
  const tokenOf = async (body: object = {}, by?: Call): Promise<string> => {
    const answer = await ask(body, by)
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body.data.token
  }
  const open = (token: string, headers: Record<string, string> = { origin: PAGE }) =>
    test.call('POST /embed/session', { headers, body: { token } })
  /** An embedded session, as its page uses it. */
  async function embed(body: object = {}, by?: Call) {
    const { body: opened } = await open(await tokenOf(body, by))
    const bearer: string = opened.data.auth_token
    return {
      bearer,
      sessionId: String(decodeJwt(bearer).sid),
      opened: opened.data,
      call: (route: string, call: Call = {}): Promise<Answer> =>
        test.call(route, { bearer, headers: { origin: PAGE }, ...call }),
    }
  }
  const suspend = async ({ email }: SignedInUser) => {
    const body = { email, suspend: true }
    expect((await test.call('PATCH /accounts/suspend-user', { bearer: root.bearer, body })).status).toBe(200)
  }
  const events = async (action: string) => {
    const { body } = await test.call(`GET /accounts/audit-events?action=${action}&limit=100`, { bearer: root.bearer })
    return body.data
  }

  describe('the origins of an account', () => {
    it('are listed as browsers write them, added once, and removed', async () => {
      expect(
        (await allow('https://App2.Example.com:443/')).body.data.map(({ origin }: { origin: string }) => origin),
      ).toEqual([PAGE, 'https://app2.example.com'])
      const { changed } = await changesOf(test, () => allow('https://app2.example.com'))
      expect(changed).toEqual([])
      expect((await disallow('https://app2.example.com')).body.data).toHaveLength(1)
      expect(verdict(await disallow('https://app2.example.com'))).toEqual([400, 'unknown_embed_origin'])
      const [added] = await events('embed_origin.added')
      expect(added).toMatchObject({ details: { origin: 'https://app2.example.com' }, target: { type: 'account' } })
    })

    it.each([
      'null',
      'http://app.example.com',
      'https://*.example.com',
      'https://app.example.com/path',
      'https://app.example.com?x',
      'https://user@app.example.com',
      'javascript://app.example.com',
      'file:///',
      'https://app.example.com https://evil.example',
    ])('are never %s', async (origin) => {
      const { answer, changed } = await changesOf(test, () => allow(origin))
      expect([verdict(answer), changed]).toEqual([[400, 'invalid_request'], []])
    })

    it('are fifty at most; plain http is for this machine', async () => {
      const other = await test.signUp()
      expect((await allow('http://localhost:5173', other)).status).toBe(200)
      for (let n = 1; n < 50; n += 1) expect((await allow(`https://a${n}.example`, other)).status).toBe(200)
      expect(verdict(await allow('https://a50.example', other))).toEqual([400, 'too_many_embed_origins'])
      expect((await allow('https://a49.example', other)).status).toBe(200)
    })
  })

  describe('a token', () => {
    it('opens one session for its member, on its page, and the log says by whom, for whom and where', async () => {
      const token = await tokenOf()
      const { status, body, headers } = await open(token)
      expect([status, headers['access-control-allow-origin'], headers['set-cookie']]).toEqual([200, PAGE, undefined])
      expect(body.data).toEqual({
        auth_token: expect.any(String),
        expires_on: expect.any(String),
        user: { id: dev.userId, email: dev.email, role: 'developer' },
        account: { id: root.accountId, display_name: expect.any(String) },
        scopes: ['api-keys:read', 'api-keys:write'],
        key_scopes: ['orders:read', 'orders:write'],
      })
      expect(Date.parse(body.data.expires_on) - Date.now()).toBeGreaterThan(HOUR - MINUTE)
      expect(Date.parse(body.data.expires_on) - Date.now()).toBeLessThanOrEqual(HOUR)
      const [issued] = await events('embed_token.issued')
      expect(issued.actor.credential_id).toBe(serverKey.id)
      expect(issued.target).toEqual({ type: 'user', id: dev.userId })
      expect(issued.details).toEqual({
        origin: PAGE,
        scopes: 'api-keys:read api-keys:write',
        key_scopes: 'orders:read orders:write',
      })
      const [started] = await events('session.started')
      expect(started.actor).toMatchObject({ kind: 'embedded', user_id: dev.userId })
      expect(started.details).toEqual({ method: 'embedded', embedded_by: serverKey.id, embedded_at: PAGE })
      expect(JSON.stringify(await test.database.read.selectFrom('embed_tokens').selectAll().execute())).not.toContain(
        token,
      )
    })

    // Attack: somebody has seen the token, and is a moment slower, or just as fast.
    it('opens nothing the second time, and of two at the same instant one', async () => {
      const token = await tokenOf()
      const answers = await Promise.all([open(token), open(token), open(token)])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401])
      expect(verdict(await open(token))).toEqual(REFUSED)
      const refused = await events('embed_token.refused')
      expect(refused.filter(({ details }: { details: { reason: string } }) => details.reason === 'used')).toHaveLength(
        1,
      )
    })

    it.each([
      ['another page', { origin: OTHER_PAGE }],
      ['a sandboxed page', { origin: 'null' }],
      ['a program', {}],
      ['the page of the gateway', { origin: 'http://gateway.test' }],
    ])('opens nothing for %s, and nothing for its own page after that', async (_who, headers) => {
      const token = await tokenOf()
      const refused = await open(token, headers as Record<string, string>)
      expect([verdict(refused), refused.headers['access-control-allow-origin']]).toEqual([
        [403, 'wrong_embed_origin'],
        undefined,
      ])
      expect(verdict(await open(token))).toEqual(REFUSED)
      expect((await events('embed_token.refused'))[0].details).toMatchObject({
        reason: 'origin',
        embedded_by: serverKey.id,
      })
    })

    it('without an origin is for the page of the gateway, and has its address', async () => {
      const { body } = await ask({ origin: undefined })
      expect(body.data.url).toBe(`http://gateway.test/embed/#${body.data.token}`)
      expect((await open(body.data.token, { origin: 'http://gateway.test' })).status).toBe(200)
      expect(verdict(await open(await tokenOf({ origin: undefined })))).toEqual([403, 'wrong_embed_origin'])
    })

    it('expires after five minutes, and is then deleted; the row of an open session is not', async () => {
      const session = await embed()
      const token = await tokenOf()
      await later(6 * MINUTE, async () => {
        expect(verdict(await open(token))).toEqual(REFUSED)
        await test.database.transaction((tx) => tidyEmbedTokens(tx, Date.now()))
        expect((await session.call('GET /accounts/api-keys')).status).toBe(200)
      })
      const left = await test.database.read.selectFrom('embed_tokens').select('session_id').execute()
      expect(left.map(({ session_id }) => session_id)).toContain(session.sessionId)
      expect(left.map(({ session_id }) => session_id)).not.toContain(null)
    })

    it('that nobody has issued is refused like one that was used', async () => {
      const used = await tokenOf()
      await open(used)
      const [one, other] = [await open(used), await open('x'.repeat(43))]
      expect([other.status, other.text]).toEqual([one.status, one.text])
    })
  })

  describe('who asks for a token gives nothing that they do not have', () => {
    it.each([
      ['for an origin that the account does not allow', { origin: OTHER_PAGE }, [400, 'embed_origin_not_allowed']],
      ['without saying what keys may do', { key_scopes: undefined }, [400, 'invalid_request']],
      ['to view, with scopes of keys', { access: 'view' }, [400, 'invalid_request']],
      ['with a scope that is none', { key_scopes: ['Orders'] }, [400, 'invalid_request']],
      ['for a scope that the key lacks', { key_scopes: ['orders:read', 'members:write'] }, [403, 'beyond_own_limits']],
      ['for every scope', { key_scopes: ['*:*'] }, [403, 'beyond_own_limits']],
      ['for a stranger', { email: 'stranger@example.com' }, [400, 'unknown_member']],
      ['for a member and a key', { key_id: 'key_1' }, [400, 'invalid_request']],
      ['for a key that is of no account', { email: undefined, key_id: 'key_1' }, [400, 'unknown_api_key']],
    ])('not %s', async (_what, body, refusal) => {
      const { answer, changed } = await changesOf(test, () => ask(body))
      expect([verdict(answer), changed]).toEqual([refusal, []])
    })

    it('a key without scopes may give all, but asks for no administrator, not even for its owner', async () => {
      const { key } = await test.issueKey(root.bearer)
      const admin = await addMember(test, root, 'admin')
      expect((await ask({ key_scopes: ['*:*'] }, { key })).status).toBe(200)
      expect(verdict(await ask({ email: admin.email }, { key }))).toEqual([403, 'interactive_required'])
      expect(verdict(await ask({ email: undefined }, { key }))).toEqual([403, 'interactive_required'])
      expect((await ask({ email: admin.email }, { bearer: root.bearer })).status).toBe(200)
      expect((await ask({ email: undefined }, { bearer: root.bearer })).status).toBe(200)
      expect(verdict(await ask({ email: root.email }, { bearer: admin.bearer }))).toEqual([
        403,
        'insufficient_permissions',
      ])
    })

    it('neither a developer, nor a key without the scope, nor an embedded session asks', async () => {
      const { key } = await test.issueKey(root.bearer, 'k', { scopes: ['api-keys:*'] })
      expect(verdict(await ask({}, { bearer: dev.bearer }))).toEqual([403, 'insufficient_permissions'])
      expect(verdict(await ask({}, { key }))).toEqual([403, 'insufficient_scope'])
      const session = await embed({ email: undefined }, { bearer: root.bearer })
      expect(verdict(await ask({}, { bearer: session.bearer, headers: { origin: PAGE } }))).toEqual([403, 'keys_only'])
    })

    // Attack: a key of one account names a member, a key and an origin of another.
    it('another account is out of reach', async () => {
      const stranger = await test.signUp()
      await allow(OTHER_PAGE, stranger)
      expect(verdict(await ask({ origin: OTHER_PAGE }))).toEqual([400, 'embed_origin_not_allowed'])
      const body = { key_name: 'theirs', owner: 'account', role: 'developer' }
      const { body: theirs } = await test.call('POST /accounts/api-key', { bearer: stranger.bearer, body })
      expect(verdict(await ask({ email: undefined, key_id: theirs.data.id }))).toEqual([400, 'unknown_api_key'])
      expect(verdict(await ask({ email: stranger.email }))).toEqual([400, 'unknown_member'])
      // A key of a user is no key of the account: their keys are asked for by their address.
      const own = await test.issueKey(dev.bearer)
      expect(verdict(await ask({ email: undefined, key_id: own.id }))).toEqual([400, 'unknown_api_key'])
    })

    it('a test key gives test keys only', async () => {
      const { key } = await test.issueKey(root.bearer, 't', {
        environment: 'test',
        scopes: ['embed-tokens:write', 'a:b'],
      })
      const session = await embed({ key_scopes: ['a:b'] }, { key })
      const live = { key_name: 'x', environment: 'live' }
      expect(verdict(await session.call('POST /accounts/api-key', { body: live }))).toEqual([403, 'beyond_own_limits'])
      const { body } = await session.call('POST /accounts/api-key', { body: { key_name: 'x' } })
      expect(body.data.key).toMatch(/^mst-/)
    })
  })

  describe('a session', () => {
    it('issues, lists, changes, rotates and deletes the keys of its user', async () => {
      const session = await embed()
      const issued = await session.call('POST /accounts/api-key', { body: { key_name: 'mine' } })
      // Nobody said what it may do: what the session may give.
      expect(issued.body.data).toMatchObject({ scopes: ['orders:read', 'orders:write'] })
      expect(issued.headers['access-control-allow-origin']).toBe(PAGE)
      const { id } = issued.body.data
      expect((await session.call('PATCH /accounts/api-key', { body: { id, key_name: 'still mine' } })).status).toBe(200)
      const rotated = await session.call('POST /accounts/api-key/rotate', { body: { id } })
      expect(rotated.body.data.scopes).toEqual(['orders:read', 'orders:write'])
      const { body: list } = await session.call('GET /accounts/api-keys')
      expect(list.data.map(({ name }: { name: string }) => name)).toContain('still mine')
      expect((await session.call(`GET /accounts/api-key/usage?id=${id}`)).status).toBe(200)
      expect((await session.call(`GET /accounts/api-key/impact?id=${id}`)).status).toBe(200)
      const deleted = await session.call('DELETE /accounts/api-key', { body: { id: rotated.body.data.id } })
      expect([deleted.status, deleted.body.revocation.confirmed]).toEqual([200, true])
      const [event] = await events('api_key.deleted')
      expect(event.actor).toMatchObject({ kind: 'embedded', user_id: dev.userId, credential_id: session.sessionId })
      expect(event.details).toMatchObject({ embedded_by: serverKey.id, embedded_at: PAGE })
    })

    it('gives no key more than it may', async () => {
      const session = await embed()
      const wide = await test.issueKey(dev.bearer, 'wide')
      const narrow = await session.call('POST /accounts/api-key', { body: { key_name: 'n', scopes: ['orders:read'] } })
      const beyond = [403, 'beyond_own_limits']
      const { changed } = await changesOf(test, async () => {
        for (const scopes of [['*:*'], ['orders:*'], ['orders:read', 'members:read']])
          expect(verdict(await session.call('POST /accounts/api-key', { body: { key_name: 'x', scopes } }))).toEqual(
            beyond,
          )
        const { id } = narrow.body.data
        for (const scopes of [null, ['orders:*']])
          expect(verdict(await session.call('PATCH /accounts/api-key', { body: { id, scopes } }))).toEqual(beyond)
        // Attack: the successor of a key that may do more would be shown.
        expect(verdict(await session.call('POST /accounts/api-key/rotate', { body: { id: wide.id } }))).toEqual(beyond)
        const account = { key_name: 'x', owner: 'account', role: 'developer' }
        expect(verdict(await session.call('POST /accounts/api-key', { body: account }))).toEqual([403, 'keys_only'])
      })
      expect(changed).toEqual([])
    })

    it('that may only view changes nothing', async () => {
      const session = await embed({ access: 'view', key_scopes: undefined })
      const { id } = await test.issueKey(dev.bearer)
      expect((await session.call('GET /accounts/api-keys')).status).toBe(200)
      expect(verdict(await session.call('POST /accounts/api-key', { body: { key_name: 'x' } }))).toEqual([
        403,
        'insufficient_scope',
      ])
      expect(verdict(await session.call('DELETE /accounts/api-key', { body: { id } }))).toEqual([
        403,
        'insufficient_scope',
      ])
    })

    it('of an administrator reaches no other member, and no key of the account', async () => {
      const session = await embed({ email: undefined }, { bearer: root.bearer })
      const { id } = await test.issueKey(dev.bearer)
      expect(verdict(await session.call('DELETE /accounts/api-key', { body: { id } }))).toEqual([
        400,
        'unknown_api_key',
      ])
      expect(verdict(await session.call(`GET /accounts/api-keys?email=${dev.email}`))).toEqual([
        403,
        'insufficient_permissions',
      ])
      for (const owner of ['all', 'account'])
        expect(verdict(await session.call(`GET /accounts/api-keys?owner=${owner}`))).toEqual([403, 'keys_only'])
    })

    // The second time the access is in the cache, where GET /verify and /accounts/info are answered at once.
    it('does nothing else, cached or not', async () => {
      const session = await embed({ email: undefined }, { bearer: root.bearer })
      for (const path of [
        'info',
        'user-login-data',
        'users/list',
        'audit-events',
        'email-code',
        'recovery-codes',
        'list',
      ])
        for (const _time of ['first', 'second'])
          expect(verdict(await session.call(`GET /accounts/${path}`))).toEqual([403, 'keys_only'])
      for (const _time of ['first', 'second'])
        expect(verdict(await session.call('GET /verify'))).toEqual([403, 'keys_only'])
    })

    it('is of no worth on another page, to a program, or to another service', async () => {
      const session = await embed()
      for (const headers of [{ origin: OTHER_PAGE }, { origin: 'null' }, {}, { 'sec-fetch-site': 'same-origin' }]) {
        const refused = await test.call('GET /accounts/api-keys', {
          bearer: session.bearer,
          headers: headers as Record<string, string>,
        })
        expect(verdict(refused)).toEqual([403, 'wrong_embed_origin'])
      }
      const body = { token: session.bearer }
      expect((await test.call('POST /introspect', { bearer: root.bearer, body })).body).toEqual({ active: false })
      expect((await test.call('POST /accounts/token-validate', { body })).body).toEqual({ data: false })
      expect(decodeJwt(session.bearer).aud).toBe('http://gateway.test/embed')
    })

    it('is of a service account, too: a customer who is no member', async () => {
      const body = { key_name: 'customer', owner: 'account', role: 'developer', scopes: ['orders:read'] }
      const { body: first } = await test.call('POST /accounts/api-key', { bearer: root.bearer, body })
      const session = await embed({ email: undefined, key_id: first.data.id })
      expect(session.opened.user).toEqual({ id: expect.any(String), email: null, role: 'developer' })
      const { body: second } = await session.call('POST /accounts/api-key', { body: { key_name: 'second' } })
      const { body: list } = await session.call('GET /accounts/api-keys')
      expect(list.data.map(({ id }: { id: string }) => id)).toEqual([first.data.id, second.data.id])
      expect((await session.call('DELETE /accounts/api-key', { body: { id: second.data.id } })).status).toBe(200)
    })
  })

  describe('ends, and its tokens with it,', () => {
    const alive = async (session: Awaited<ReturnType<typeof embed>>) =>
      (await session.call('GET /accounts/api-keys')).status
    const gone = async (session: Awaited<ReturnType<typeof embed>>, token: string) => {
      expect([await alive(session), verdict(await open(token))]).toEqual([401, REFUSED])
    }

    it('after an hour', async () => {
      const session = await embed()
      await later(59 * MINUTE, async () => expect(await alive(session)).toBe(200))
      await later(61 * MINUTE, async () => expect(await alive(session)).toBe(401))
    })

    it('when the key that asked for it is deleted, or disabled', async () => {
      for (const end of ['DELETE', 'PATCH']) {
        const { id, key } = await test.issueKey(root.bearer, 's', { scopes: ['embed-tokens:write', 'orders:*'] })
        const session = await embed({}, { key })
        const token = await tokenOf({}, { key })
        expect(await alive(session)).toBe(200)
        const body = end === 'DELETE' ? { id } : { id, disabled: true }
        expect((await test.call(`${end} /accounts/api-key`, { bearer: root.bearer, body })).status).toBe(200)
        await gone(session, token)
      }
    })

    it('when whoever asked for it is suspended, has another role, or signs out', async () => {
      const admin = await addMember(test, root, 'admin')
      const session = await embed({}, { bearer: admin.bearer })
      const token = await tokenOf({}, { bearer: admin.bearer })
      await suspend(admin)
      await gone(session, token)
      const other = await addMember(test, root, 'admin')
      const waiting = await tokenOf({}, { bearer: other.bearer })
      const body = { email: other.email, role: 'developer' }
      expect((await test.call('PATCH /accounts/role', { bearer: root.bearer, body })).status).toBe(200)
      expect(verdict(await open(waiting))).toEqual(REFUSED)
    })

    it('when its user is suspended, and goes on with their role as it is now', async () => {
      const member = await addMember(test, root, 'developer')
      const session = await embed({ email: member.email })
      const token = await tokenOf({ email: member.email })
      const role = { email: member.email, role: 'monitor' }
      expect((await test.call('PATCH /accounts/role', { bearer: root.bearer, body: role })).status).toBe(200)
      expect(await alive(session)).toBe(200)
      expect(verdict(await session.call('POST /accounts/api-key', { body: { key_name: 'x' } }))).toEqual([
        403,
        'insufficient_permissions',
      ])
      await suspend(member)
      await gone(session, token)
    })

    it('when a member has become an administrator, no token of a key opens one', async () => {
      const member = await addMember(test, root, 'developer')
      const token = await tokenOf({ email: member.email })
      const role = { email: member.email, role: 'admin' }
      expect((await test.call('PATCH /accounts/role', { bearer: root.bearer, body: role })).status).toBe(200)
      expect(verdict(await open(token))).toEqual(REFUSED)
    })

    it('when its user signs out everywhere, and they see it in their list', async () => {
      const session = await embed()
      const token = await tokenOf()
      const { body } = await test.call('GET /accounts/session-tokens', { bearer: dev.bearer })
      const listed = body.data.auth.filter(({ kind }: { kind: string }) => kind === 'embedded')
      expect(listed[0]).toMatchObject({ method: 'embedded', current: false })
      expect(
        (await test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email: dev.email } })).status,
      ).toBe(200)
      await gone(session, token)
    })

    it('when its origin is removed, and says that it is over everywhere', async () => {
      await allow('https://short.example')
      const token = await tokenOf({ origin: 'https://short.example' })
      const { body } = await open(token, { origin: 'https://short.example' })
      const waiting = await tokenOf({ origin: 'https://short.example' })
      const elsewhere = await embed()
      const removed = await disallow('https://short.example')
      expect(removed.body.revocation.confirmed).toBe(true)
      const call = { bearer: body.data.auth_token, headers: { origin: 'https://short.example' } }
      expect((await test.call('GET /accounts/api-keys', call)).status).toBe(401)
      expect(verdict(await open(waiting, { origin: 'https://short.example' }))).toEqual(REFUSED)
      expect(await alive(elsewhere)).toBe(200)
      expect((await events('session.ended'))[0].details).toMatchObject({ reason: 'origin_removed' })
    })
  })

  describe('CORS', () => {
    const preflight = async (route: string, origin: string, method: string) => {
      const asked = {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization',
      }
      const { headers } = await test.call(`OPTIONS ${route}`, { headers: asked })
      return headers['access-control-allow-origin']
    }

    it('answers origins that an account allows, at what an embedded session does, and nowhere else', async () => {
      for (const [method, route] of [
        ['POST', '/embed/session'],
        ['GET', '/accounts/api-keys'],
        ['DELETE', '/accounts/api-key'],
      ] as const) {
        expect(await preflight(route, PAGE, method)).toBe(PAGE)
        expect(await preflight(route, 'https://evil.example', method)).toBeUndefined()
        expect(await preflight(route, 'null', method)).toBeUndefined()
      }
      for (const [method, route] of [
        ['GET', '/accounts/users/list'],
        ['POST', '/accounts/embed-token'],
        ['POST', '/accounts/auth-with-password'],
        ['PUT', '/accounts/api-key'],
      ] as const)
        expect(await preflight(route, PAGE, method)).toBeUndefined()
    })

    it('lets a page read a refusal, but nothing that another credential gets', async () => {
      const headers = { origin: PAGE }
      const refused = await test.call('GET /accounts/api-keys', { bearer: 'eyJ.a.b', headers })
      expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, PAGE])
      const other = await test.call('GET /accounts/api-keys', { bearer: root.bearer, headers })
      expect([other.status, other.headers['access-control-allow-origin']]).toEqual([200, undefined])
      const session = await embed()
      const answer = await session.call('GET /accounts/api-keys')
      expect([
        answer.headers['access-control-allow-origin'],
        answer.headers['access-control-allow-credentials'],
      ]).toEqual([PAGE, undefined])
    })
  })
})
