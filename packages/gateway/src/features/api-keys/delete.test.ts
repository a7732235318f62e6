import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey } from '../../../test/users/sign-in.ts'

describeEngines('deleteApiKey', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const remove = (query: string, body?: unknown) =>
    test.call(`DELETE /accounts/api-key${query}`, { bearer: root.bearer, ...(body !== undefined && { body }) })
  const status = async (call: { key?: string; bearer?: string }) => (await test.call('GET /accounts/info', call)).status
  const listed = async () => (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body.data
  const keyCount = async () => {
    const { key_count } = await test.database.read
      .selectFrom('accounts')
      .select('key_count')
      .where('id', '=', root.accountId)
      .executeTakeFirstOrThrow()
    return key_count
  }

  it('refuses the key from the answer on, everywhere, though it was used a moment before', async () => {
    const { id, key, expires_on } = await test.issueKey(root.bearer, 'doomed')
    const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    const { auth_token: session, refresh_token: refreshToken } = exchanged.body.data
    for (const call of [{ key }, { bearer: key }, { bearer: session }]) expect(await status(call)).toBe(200)

    const answer = await remove(`?id=${id}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      data: { id, name: 'doomed', created_on: expect.any(String), expires_on, also_deleted: [], creds_revoked: null },
    })
    for (const call of [{ key }, { bearer: key }, { bearer: session }]) expect(await status(call)).toBe(401)
    expect((await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })).status).toBe(401)
    const refreshed = await test.call('POST /accounts/refresh-token', {
      body: { auth_token: session, refresh_token: refreshToken },
    })
    expect(refreshed.status).toBe(401)
    for (const token of [session, refreshToken]) {
      expect((await test.call('POST /accounts/token-validate', { body: { token } })).body).toEqual({ data: false })
    }
    expect((await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })).status).toBe(404)
    expect(await listed()).toEqual([])
  })

  // Attack: whoever has a key rotates it with itself, and has a key that no deletion of the first one reaches.
  it('takes along what the key made by rotating itself, over generations, with all that these issued', async () => {
    const rotate = async (by: { key?: string; bearer?: string }, body = {}) =>
      (await test.call('POST /accounts/api-key/rotate', { ...by, body })).body.data
    const stolen = await test.issueKey(root.bearer, 'stolen')
    const heir = await rotate({ key: stolen.key })
    const session = await exchangeKey(test, heir.key)
    const second = await rotate({ bearer: session.bearer }, { grace_seconds: 0 })
    const third = await rotate({ key: second.key })
    const child = await test.issueKey(third.key, 'child')
    const { data } = (await remove(`?id=${stolen.id}`)).body
    // The heir too: a key that rotates itself lives an hour more, whatever it asks for.
    expect(data.also_deleted.toSorted()).toEqual([heir.id, second.id, third.id, child.id].toSorted())
    for (const { key } of [stolen, heir, second, third, child]) expect(await status({ key })).toBe(401)
    const events = await Promise.all([third, child].map(({ id }) => eventsAbout(test, id)))
    const details = events.map((some) => some.find(({ action }) => action === 'api_key.deleted')?.details ?? '')
    expect(details.map((text) => JSON.parse(text))).toEqual([{ rotated_by: stolen.id }, { issued_by: stolen.id }])
  })

  it('leaves alone what a person made of the key, and whatever its successors replace', async () => {
    const rotate = async (by: { key?: string; bearer?: string }, body = {}) =>
      (await test.call('POST /accounts/api-key/rotate', { ...by, body })).body.data
    const first = await test.issueKey(root.bearer, 'first')
    const second = await rotate({ bearer: root.bearer }, { id: first.id })
    const third = await rotate({ key: second.key })
    const fourth = await rotate({ bearer: root.bearer }, { id: third.id })
    expect((await remove(`?id=${first.id}`)).body.data.also_deleted).toEqual([])
    expect((await remove(`?id=${third.id}`)).body.data.also_deleted).toEqual([])
    for (const { key } of [second, fourth]) expect(await status({ key })).toBe(200)
    expect((await remove(`?id=${second.id}`)).body.data.also_deleted).toEqual([])
    expect(await status({ key: fourth.key })).toBe(200)
  })

  it.each([
    ['by id in the query', ({ id }: Issued) => [`?id=${id}`] as const],
    ['by key in the query', ({ key }: Issued) => [`?key=${key}`] as const],
    ['by id in the body', ({ id }: Issued) => ['', { id }] as const],
    ['by key in the body', ({ key }: Issued) => ['', { key }] as const],
    ['by id, with its owner', ({ id }: Issued, owner: string) => ['', { id, email: owner.toUpperCase() }] as const],
    ['by the query, which comes before the body', ({ id }: Issued) => [`?id=${id}`, { id: 'key_other' }] as const],
  ])('takes the key %s', async (_how, request) => {
    const issued = await test.issueKey(root.bearer)
    const [query, body] = request(issued, root.email)
    const answer = await remove(query, body)
    expect(answer.status).toBe(200)
    expect(answer.body.data.id).toBe(issued.id)
    expect(await status({ key: issued.key })).toBe(401)
  })

  it('sends the key back only to who sent it, and the creds never', async () => {
    const [byId, byKey] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const answers = [await remove(`?id=${byId.id}`), await remove('', { key: byKey.key })]
    expect(answers.map(({ body }) => body.data.key)).toEqual([undefined, byKey.key])
    for (const { text } of answers) expect(text).not.toMatch(/BEGIN|SEED/)
    expect(answers[0]?.text).not.toContain(byId.key)
  })

  it.each([
    ['nothing', '', undefined],
    ['an empty body', '', {}],
    ['an id and a key', '?id=key_x&key=ms-x', undefined],
    ['an id in the query and a key in the body', '?id=key_x', { key: 'ms-x' }],
    ['two ids', '?id=key_x&id=key_y', undefined],
    ['an empty id', '?id=', undefined],
    ['an id that is a list', '', { id: ['key_x'] }],
    ['an owner whose address is none', '', { id: 'key_x', email: 'nobody' }],
  ])('answers 400 to %s, and deletes nothing', async (_what, query, body) => {
    await test.issueKey(root.bearer)
    const before = await listed()
    const answer = await remove(query, body)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect(await listed()).toEqual(before)
  })

  it('answers 400 to a key that is unknown, or was deleted before', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    await remove(`?id=${id}`)
    const answers = [await remove('?id=key_unknown'), await remove(`?id=${id}`), await remove(`?key=${key}`)]
    for (const { status: code, text } of answers) {
      expect(code).toBe(400)
      expect(text).toBe(answers[0]?.text)
    }
  })

  it("looks only among the named owner's keys", async () => {
    const member = await addMember(test, root, 'developer')
    const { id, key } = await test.issueKey(member.bearer)
    expect((await remove('', { id, email: root.email })).body.code).toBe('unknown_api_key')
    expect((await remove('', { id, email: 'nobody@example.com' })).body.code).toBe('unknown_member')
    expect(await status({ key })).toBe(200)
    expect((await remove('', { id, email: member.email })).status).toBe(200)
    expect(await status({ key })).toBe(401)
  })

  it('of two at the same instant one deletes, and the other finds nothing', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await test.issueKey(root.bearer)
      const answers = await Promise.all([remove(`?id=${id}`), remove(`?id=${id}`), remove(`?id=${id}`)])
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400])
      const events = await eventsOf(id)
      expect(events.filter(({ action }) => action === 'api_key.deleted')).toHaveLength(1)
    }
  })

  it('lets a key delete itself', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    expect((await test.call(`DELETE /accounts/api-key?id=${id}`, { key })).status).toBe(200)
    expect(await status({ key })).toBe(401)
  })

  it('leaves other keys and sessions of the owner as they are', async () => {
    const [doomed, kept] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: kept.key } })
    await remove(`?id=${doomed.id}`)
    for (const call of [{ key: kept.key }, { bearer: exchanged.body.data.auth_token }, { bearer: root.bearer }])
      expect(await status(call)).toBe(200)
  })

  it('empties the seed at once and keeps the slot until the expiry: the bus has to remember the revocation', async () => {
    const before = await keyCount()
    const { id } = await test.issueKey(root.bearer)
    await remove(`?id=${id}`)
    const row = await test.database.read
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.nats_seed_sealed).toBe('')
    expect(row.deleted_at).not.toBeNull()
    expect(await keyCount()).toBe(before + 1)
  })

  it('leaves an event for the key and one for each session that ended with it', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'audited')
    await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    await remove(`?id=${id}`)
    const [deleted] = (await eventsOf(id)).filter(({ action }) => action === 'api_key.deleted')
    expect(deleted).toMatchObject({ actor_user_id: root.userId, actor_kind: 'interactive', account_id: root.accountId })
    expect(JSON.parse(deleted?.details ?? '')).toEqual({ name: 'audited', owner: root.userId })
    const session = await test.database.read
      .selectFrom('sessions')
      .selectAll()
      .where('api_key_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(session.ended_at).not.toBeNull()
    const [ended] = (await eventsOf(session.id)).filter(({ action }) => action === 'session.ended')
    expect(JSON.parse(ended?.details ?? '')).toEqual({ reason: 'api_key_deleted' })
  })

  const eventsOf = (targetId: string) =>
    test.database.read.selectFrom('audit_events').selectAll().where('target_id', '=', targetId).execute()
})

type Issued = { id: string; key: string }
