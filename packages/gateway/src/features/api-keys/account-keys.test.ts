import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, later, MINUTE } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey, refreshStatusOf } from '../../../test/users/sign-in.ts'
import { freshPlace, setSuspended } from '../../../test/users/users.ts'

describeEngines('a key of the account', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let admin: SignedInUser
  let developer: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    admin = await addMember(test, root, 'admin')
    developer = await addMember(test, root, 'developer')
  })
  afterAll(() => test.close())

  type By = { bearer?: string; key?: string }
  const ask = (by: By, body: object) => test.call('POST /accounts/api-key', { ...by, body: { key_name: 'x', ...body } })
  const issue = (role = 'developer', more: object = {}, bearer = admin.bearer) =>
    test.issueKey(bearer, 'deploy', { owner: 'account', role, ...more })
  const status = async (by: By) => (await test.call('GET /accounts/info', by)).status
  const list = async (by: By) => (await test.call('GET /accounts/api-keys?owner=account', by)).body.data
  const ofAccount = async (by: By, id: string) => (await list(by)).find((key: { id: string }) => key.id === id)
  async function serviceAccountOf(id: string) {
    const row = await test.database.read
      .selectFrom('api_keys as k')
      .innerJoin('users as u', 'u.id', 'k.user_id')
      .select(['u.id', 'u.email', 'u.machine_of', 'u.password_hash', 'u.email_confirmed_at'])
      .where('k.id', '=', id)
      .executeTakeFirst()
    if (!row) throw new Error('there is no such key')
    return row
  }
  const membershipOf = (userId: string) =>
    test.database.read.selectFrom('memberships').selectAll().where('user_id', '=', userId).executeTakeFirst()
  const userOf = (userId: string) =>
    test.database.read.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst()

  it('acts by a role of its own, as nobody: it may what the role may', async () => {
    const keys = { admin: await issue('admin'), developer: await issue(), monitor: await issue('monitor') }
    for (const { key } of Object.values(keys)) expect(await status({ key })).toBe(200)
    const seesOthers = (key: string) => test.call(`GET /accounts/api-keys?email=${developer.email}`, { key })
    expect((await seesOthers(keys.admin.key)).status).toBe(200)
    expect((await seesOthers(keys.developer.key)).status).toBe(403)
    expect((await ask({ key: keys.developer.key }, {})).status).toBe(200)
    expect((await ask({ key: keys.monitor.key }, {})).body.code).toBe('insufficient_permissions')
    const serviceAccount = await serviceAccountOf(keys.developer.id)
    expect(serviceAccount).toMatchObject({ machine_of: root.accountId, password_hash: null, email_confirmed_at: null })
    const issued = (await eventsAbout(test, keys.developer.id)).at(0)
    expect(issued).toMatchObject({ action: 'api_key.issued', actor_user_id: admin.userId })
    expect(JSON.parse(issued?.details ?? '')).toMatchObject({ owner: serviceAccount.id, role: 'developer' })
    const used = await test.issueKey(keys.developer.key)
    expect((await eventsAbout(test, used.id)).at(0)).toMatchObject({
      actor_kind: 'key',
      actor_user_id: serviceAccount.id,
      credential_id: keys.developer.id,
    })
  })

  it('is listed, with its role, to root and administrators alone, and among nobody’s own keys', async () => {
    const { id } = await issue('monitor')
    for (const by of [{ bearer: root.bearer }, { bearer: admin.bearer }, { key: (await issue('admin')).key }])
      expect(await ofAccount(by, id)).toMatchObject({ name: 'deploy', owner: 'account', role: 'monitor' })
    for (const by of [{ bearer: developer.bearer }, { key: (await issue()).key }]) {
      const refused = await test.call('GET /accounts/api-keys?owner=account', by)
      expect(refused.body.code).toBe('insufficient_permissions')
    }
    for (const { bearer } of [root, admin]) {
      const own = await test.call('GET /accounts/api-keys', { bearer })
      expect(own.text).not.toContain(id)
    }
    const both = await test.call(`GET /accounts/api-keys?owner=account&email=${root.email}`, { bearer: root.bearer })
    expect([both.status, both.body.details[0].path]).toEqual([400, '/querystring/email'])
  })

  it.each([
    ['a developer', () => ({ bearer: developer.bearer }), 'insufficient_permissions'],
    ['a key of the root', async () => ({ key: (await test.issueKey(root.bearer)).key }), 'interactive_required'],
    ['a key of the account', async () => ({ key: (await issue('admin')).key }), 'interactive_required'],
  ] as const)('is not made by %s', async (_who, caller, code) => {
    const by = await caller()
    const { answer, changed } = await changesOf(test, () => ask(by, { owner: 'account', role: 'monitor' }))
    expect([answer.status, answer.body.code, changed]).toEqual([403, code, []])
  })

  it.each([
    [{ owner: 'account' }, '/body/role'],
    [{ owner: 'account', role: 'root' }, '/body/role'],
    [{ owner: 'account', role: 'collaborator' }, '/body/role'],
    [{ role: 'monitor' }, '/body/role'],
    [{ owner: 'member', role: 'monitor' }, '/body/role'],
    [{ owner: 'somebody' }, '/body/owner'],
  ])('is never root, and has a role: %j is refused', async (body, path) => {
    const answer = await ask({ bearer: root.bearer }, body)
    expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, path])
  })

  // The gate may let an administrator in from its cache who is none any more.
  it('is not made by an administrator whose role was taken away a moment ago', async () => {
    const other = await addMember(test, root, 'admin')
    expect(await status({ bearer: other.bearer })).toBe(200)
    await test.database.transaction(({ db }) =>
      db.updateTable('memberships').set({ role: 'developer' }).where('user_id', '=', other.userId).execute(),
    )
    const { answer, changed } = await changesOf(test, () =>
      ask({ bearer: other.bearer }, { owner: 'account', role: 'admin' }),
    )
    expect([answer.status, answer.body.code, changed]).toEqual([403, 'insufficient_permissions', []])
  })

  it('stays when whoever made it is demoted, suspended or gone', async () => {
    const maker = await addMember(test, root, 'admin')
    const { id, key } = await issue('admin', {}, maker.bearer)
    await setSuspended(test, maker, true)
    await test.database.transaction(({ db }) => db.deleteFrom('users').where('id', '=', maker.userId).execute())
    expect(await status({ key })).toBe(200)
    expect(await ofAccount({ bearer: root.bearer }, id)).toBeDefined()
  })

  it('is refused what is about a person, with a code of its own', async () => {
    const { key } = await issue('admin')
    const session = await exchangeKey(test, key)
    for (const by of [{ key }, { bearer: session.bearer }]) {
      const refused = await test.call('GET /accounts/user-login-data', by)
      expect([refused.status, refused.body.code]).toEqual([403, 'person_required'])
      expect((await test.call('GET /accounts/email-code', by)).body.code).toBe('interactive_required')
      expect((await test.call('GET /accounts/list', by)).body.data).toEqual([root.accountId])
      expect((await test.call('GET /accounts/session-tokens', by)).status).toBe(200)
      expect((await test.call('GET /accounts/api-keys', by)).body.data).toHaveLength(1)
      expect((await test.call(`GET /accounts/api-creds?key=${key}`, by)).status).toBe(200)
    }
    expect(await refreshStatusOf(test, session)).toBe(200)
  })

  it('has root and administrators told what a person would be told', async () => {
    const ourUser = await test.signUp()
    const other = await addMember(test, ourUser, 'admin')
    const { key } = await issue('developer', {}, ourUser.bearer)
    const { bearer, refreshToken } = await exchangeKey(test, key)
    const body = { auth_token: bearer, refresh_token: refreshToken }
    await test.call('POST /accounts/refresh-token', { body })
    // A copy of the refresh token turns up.
    await later(2 * MINUTE, () => test.call('POST /accounts/refresh-token', { body }))
    const told = async () =>
      (await test.mails()).flatMap(({ template, to }) => (template === 'session-ended' ? [to] : [])).toSorted()
    await expect.poll(told, { timeout: 5000, interval: 20 }).toEqual([ourUser.email, other.email].toSorted())
  })

  // Its address is made up. Whoever reads it (in a backup, say) must get nowhere with it.
  it('has an address that nobody can type: wherever one is taken it is refused, and no mail goes there', async () => {
    const { email } = await serviceAccountOf((await issue()).id)
    const from = freshPlace()
    const typed: [string, object | undefined, By][] = [
      ['POST /accounts/auth-with-password', { email, password: 'correct-Horse7' }, {}],
      ['POST /accounts/request-reset-password', { email }, {}],
      ['POST /accounts/resend-confirmation', { email }, {}],
      ['POST /accounts', { name: 'machines', root_email: email, password: 'correct-Horse7' }, {}],
      ['DELETE /accounts/tokens', { email }, { bearer: root.bearer }],
      ['DELETE /accounts/api-key', { email, id: 'key_x' }, { bearer: root.bearer }],
      [`GET /accounts/api-keys?email=${email}`, undefined, { bearer: root.bearer }],
    ]
    const { changed } = await changesOf(test, async () => {
      for (const [route, body, by] of typed) {
        const answer = await test.call(route, { ...by, from, ...(body && { body }) })
        expect([route, answer.status, answer.body.code]).toEqual([route, 400, 'invalid_request'])
      }
    })
    expect(changed).toEqual([])
  })

  // If a check of the address is ever forgotten, the look-up still finds nobody.
  it('is no member by its address, whatever it looks like', async () => {
    const { id } = await serviceAccountOf((await issue()).id)
    const email = 'machine@example.com'
    const setEmail = (to: string) =>
      test.database.transaction(({ db }) => db.updateTable('users').set({ email: to }).where('id', '=', id).execute())
    await setEmail(email)
    const answer = await test.call(`GET /accounts/api-keys?email=${email}`, { bearer: root.bearer })
    expect(answer.body.code).toBe('unknown_member')
    const signIn = await test.call('POST /accounts/auth-with-password', { body: { email, password: 'x' } })
    expect(signIn.body.code).toBe('invalid_credentials')
    await setEmail(`machine:${id}`)
  })

  it('is deleted by root or any administrator, and nobody else; its machine member leaves with it', async () => {
    const { id, key } = await issue()
    const child = await test.issueKey(key)
    const serviceAccount = await serviceAccountOf(id)
    const stranger = await test.signUp()
    for (const by of [{ bearer: developer.bearer }, { bearer: stranger.bearer }, { key: (await issue()).key }]) {
      const refused = await test.call(`DELETE /accounts/api-key?id=${id}`, by)
      expect([refused.status, refused.body.code]).toEqual([400, 'unknown_api_key'])
    }
    expect((await membershipOf(serviceAccount.id))?.role).toBe('developer')
    const deleted = await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    expect(deleted.body.data.also_deleted).toEqual([child.id])
    expect([await status({ key }), await status({ key: child.key })]).toEqual([401, 401])
    expect(await membershipOf(serviceAccount.id)).toBeUndefined()
  })

  it('is rotated by root or an administrator, and by itself; the successor has the same member, who stays for it', async () => {
    const { id, key } = await issue('developer', { expiry_days: 10 })
    const serviceAccount = await serviceAccountOf(id)
    const rotate = (by: By, body?: object) => test.call('POST /accounts/api-key/rotate', { ...by, body: body ?? {} })
    expect((await rotate({ bearer: developer.bearer }, { id })).body.code).toBe('unknown_api_key')
    const adminsKey = await test.issueKey(admin.bearer)
    for (const by of [{ key: adminsKey.key }, { key: (await issue('admin')).key }])
      expect((await rotate(by, { id })).body.code).toBe('interactive_required')
    const second = (await rotate({ key }, { grace_seconds: 0 })).body.data
    // A key that rotates itself lives an hour more, whatever it asks for.
    expect(await status({ key })).toBe(200)
    const third = (await rotate({ bearer: root.bearer }, { id: second.id })).body.data
    expect(await serviceAccountOf(third.id)).toEqual(serviceAccount)
    expect(await ofAccount({ bearer: admin.bearer }, third.id)).toMatchObject({
      role: 'developer',
      replaces: second.id,
    })
    await test.call(`DELETE /accounts/api-key?id=${second.id}`, { bearer: admin.bearer })
    expect(await status({ key: third.key })).toBe(200)
    for (const one of [third.id, id]) await test.call(`DELETE /accounts/api-key?id=${one}`, { bearer: admin.bearer })
    expect(await membershipOf(serviceAccount.id)).toBeUndefined()
  })

  it('is forgotten with its member when it has expired; one whose member has another key is not', async () => {
    const [lone, kept] = [await issue('monitor', { expiry_days: 1 }), await issue('admin', { expiry_days: 20 })]
    await test.issueKey(kept.key, 'child', { expiry_days: 1 })
    const [gone, stays] = [await serviceAccountOf(lone.id), await serviceAccountOf(kept.id)]
    await later(DAY + 10 * MINUTE, async () => {
      await expect.poll(() => userOf(gone.id), { timeout: 5000, interval: 20 }).toBeUndefined()
      expect(await userOf(stays.id)).toBeDefined()
      expect(await status({ key: kept.key })).toBe(200)
    })
  })

  it('counts among the keys of the account, and there are so many of them that their signing keys fit', async () => {
    const ourUser = await test.signUp()
    await test.database.transaction(async ({ db }) => {
      const ids = Array.from({ length: 500 }, (_, n) => `usr_machine_${engine}_${n}`)
      const now = Date.now()
      const user = { first_name: '', last_name: '', theme: 'auto', sound: 0, created_at: now }
      const membership = { account_id: ourUser.accountId, role: 'monitor' as const, accepted_at: now }
      await db
        .insertInto('users')
        .values(ids.map((id) => ({ ...user, id, email: `machine:${id}`, machine_of: ourUser.accountId })))
        .execute()
      await db
        .insertInto('memberships')
        .values(ids.map((id) => ({ ...membership, user_id: id, nats_signing_version: 0, created_at: now })))
        .execute()
    })
    const full = await ask({ bearer: ourUser.bearer }, { owner: 'account', role: 'monitor' })
    expect([full.status, full.body.code]).toEqual([400, 'too_many_keys'])
    expect((await ask({ bearer: ourUser.bearer }, {})).status).toBe(200)
  })
})
