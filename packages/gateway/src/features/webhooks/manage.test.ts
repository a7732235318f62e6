import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'

const URL_OF_ONE = 'https://hooks.example.com/in?token=a-secret-of-theirs'

describeEngines('the webhooks of an account', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let stranger: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    ;[root, stranger] = [await test.signUp(), await test.signUp()]
  })
  afterAll(() => test.close())

  // Disabled, so that no test asks a name server.
  const create = (by: { bearer?: string; key?: string }, body: object = {}) =>
    test.call('POST /accounts/webhooks', { ...by, body: { url: URL_OF_ONE, disabled: true, ...body } })
  const list = async (bearer: string) => (await test.call('GET /accounts/webhooks', { bearer })).body.data
  const newest = async (bearer: string) =>
    (await test.call('GET /accounts/audit-events?limit=1', { bearer })).body.data[0]

  it('are created, listed without their secrets, changed and deleted, and the log tells of it without their URL', async () => {
    const owner = await test.signUp()
    const { bearer } = owner
    const created = await create({ bearer }, { description: 'mine', events: ['api_key.deleted', 'api_key.issued'] })
    expect(created.status).toBe(200)
    const { secret, ...webhook } = created.body.data
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(webhook).toEqual({
      id: expect.stringMatching(/^whk_/),
      url: URL_OF_ONE,
      description: 'mine',
      // In the order of the list of actions.
      events: ['api_key.issued', 'api_key.deleted'],
      disabled: true,
      disabled_reason: 'by_user',
      failing_since: null,
      retry_on: null,
      delivered_on: null,
      previous_secret_until: null,
      created_on: expect.any(String),
      version: expect.any(String),
    })
    expect(await list(bearer)).toEqual([webhook])
    expect(await newest(bearer)).toMatchObject({
      action: 'webhook.created',
      target: { type: 'webhook', id: webhook.id },
      details: { host: 'hooks.example.com' },
    })

    const { id } = webhook
    const patch = (body: object) => test.call('PATCH /accounts/webhooks', { bearer, body: { id, ...body } })
    const changed = await patch({ url: 'https://other.example.com', events: null, disabled: false })
    expect(changed.body.data).toMatchObject({
      ...{ url: 'https://other.example.com/', events: null, description: 'mine' },
      ...{ disabled: false, disabled_reason: null },
    })
    const { details } = await newest(bearer)
    expect(details).toEqual({ host: 'other.example.com', changed: 'url,events', disabled: false })
    expect((await patch({ disabled: true })).body.data.disabled_reason).toBe('by_user')

    // What changes nothing is no event.
    const before = (await newest(bearer)).id
    expect((await patch({ disabled: true })).status).toBe(200)
    expect((await patch({})).status).toBe(200)
    expect((await newest(bearer)).id).toBe(before)

    const gone = await test.call('DELETE /accounts/webhooks', { bearer, body: { id } })
    expect(gone.body).toEqual({ message: 'The webhook was deleted.' })
    expect(await list(bearer)).toEqual([])
    expect((await patch({ disabled: false })).body.code).toBe('unknown_webhook')
    const log = (await test.call('GET /accounts/audit-events', { bearer })).text
    for (const leak of ['a-secret-of-theirs', 'whsec_', secret]) expect(log).not.toContain(leak)
  })

  it('are for root and administrators, by session and by key with the scope, and for nobody else', async () => {
    const admin = await addMember(test, root, 'admin')
    const { key } = await test.issueKey(admin.bearer, 'ci', { scopes: ['webhooks:read', 'webhooks:write'] })
    for (const by of [{ bearer: admin.bearer }, { key }]) {
      const { body, status } = await create(by)
      expect(status).toBe(200)
      const { id } = body.data
      expect((await test.call(`GET /accounts/webhooks/deliveries?id=${id}`, by)).body).toEqual({
        data: [],
        next_cursor: null,
      })
      const rotated = await test.call('POST /accounts/webhooks/rotate-secret', { ...by, body: { id } })
      expect(rotated.body.data.secret).not.toBe(body.data.secret)
      expect((await test.call('DELETE /accounts/webhooks', { ...by, body: { id } })).status).toBe(200)
    }
    const reading = await test.issueKey(root.bearer, 'ci', { scopes: ['webhooks:read'] })
    expect((await create({ key: reading.key })).body.code).toBe('insufficient_scope')
    expect((await test.call('GET /accounts/webhooks', { key: reading.key })).status).toBe(200)
    const other = await test.issueKey(root.bearer, 'ci', { scopes: ['audit:read'] })
    expect((await test.call('GET /accounts/webhooks', { key: other.key })).body.code).toBe('insufficient_scope')
    for (const role of ['developer', 'monitor', 'billing'] as const) {
      const { bearer } = await addMember(test, root, role)
      expect((await create({ bearer })).body.code).toBe('insufficient_permissions')
      expect((await test.call('GET /accounts/webhooks', { bearer })).status).toBe(403)
    }
    expect((await create({})).status).toBe(401)
  })

  // Attack: an administrator of another account who has learnt an id.
  it('of another account are answered like unknown ones, byte for byte, and stay as they are', async () => {
    const { id } = (await create({ bearer: root.bearer })).body.data
    const event = (await newest(root.bearer)).id
    const before = await list(root.bearer)
    const { bearer } = stranger
    const requests = (one: string): [string, object?][] => [
      ['PATCH /accounts/webhooks', { id: one, disabled: false }],
      ['DELETE /accounts/webhooks', { id: one }],
      ['POST /accounts/webhooks/rotate-secret', { id: one }],
      ['POST /accounts/webhooks/test', { id: one }],
      ['POST /accounts/webhooks/resend', { id: one, event_id: event }],
      [`GET /accounts/webhooks/deliveries?id=${one}`],
    ]
    const unknown = requests('whk_unknown')
    for (const [index, [route, body]] of requests(id).entries()) {
      const theirs = await test.call(route, { bearer, ...(body && { body }) })
      const [otherRoute, otherBody] = unknown[index] ?? ['']
      const none = await test.call(otherRoute, { bearer, ...(otherBody && { body: otherBody }) })
      expect([theirs.status, theirs.body.code]).toEqual([400, 'unknown_webhook'])
      expect(theirs.text).toBe(none.text)
    }
    expect(await list(bearer)).toEqual([])
    expect(await list(root.bearer)).toEqual(before)
    const own = (await create({ bearer })).body.data.id
    const resent = await test.call('POST /accounts/webhooks/resend', { bearer, body: { id: own, event_id: event } })
    expect([resent.status, resent.body.details[0].path]).toEqual([400, '/body/event_id'])
  })

  it.each([
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'hooks.example.com',
    'https://',
    'https://user:password@hooks.example.com/',
    'https://user@hooks.example.com/',
    'https://hooks.example.com/#part',
    'https://127.0.0.1/',
    'https://127.1:8443/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0.0.0.0/',
    'javascript:alert(1)',
    `https://hooks.example.com/${'x'.repeat(2000)}`,
  ])('take no such URL, new or changed: %s', async (url) => {
    const { bearer } = stranger
    const { id } = (await list(bearer))[0] ?? (await create({ bearer })).body.data
    for (const refused of [
      await create({ bearer }, { url }),
      await test.call('PATCH /accounts/webhooks', { bearer, body: { id, url } }),
    ])
      expect([refused.status, refused.body.code, refused.body.details[0].path]).toEqual([
        400,
        'invalid_request',
        '/body/url',
      ])
  })

  it.each([
    [{ events: [] }, '/body/events'],
    [{ events: ['api_key.imagined'] }, '/body/events'],
    [{ events: 'api_key.issued' }, '/body/events'],
    [{ description: 'x'.repeat(201) }, '/body/description'],
    [{ description: 'a\u0000b' }, '/body/description'],
    [{ disabled: 'yes' }, '/body/disabled'],
    [{ secret: 'whsec_mine' }, '/body'],
  ])('are refused with %j', async (body, path) => {
    const refused = await create({ bearer: stranger.bearer }, body)
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request'])
    expect(refused.body.details[0].path).toContain(path)
  })

  it('are at most twenty, however many are created at the same instant', async () => {
    const owner = await test.signUp()
    const answers = await Promise.all(Array.from({ length: 25 }, () => create({ bearer: owner.bearer })))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'created' : body.code))
    expect(codes.filter((code) => code === 'created')).toHaveLength(20)
    expect(codes.filter((code) => code === 'too_many_webhooks')).toHaveLength(5)
    const all = await list(owner.bearer)
    expect(all).toHaveLength(20)
    await test.call('DELETE /accounts/webhooks', { bearer: owner.bearer, body: { id: all[0].id } })
    expect((await create({ bearer: owner.bearer })).status).toBe(200)
  })

  it('have their secrets sealed, the former one too', async () => {
    const { id, secret } = (await create({ bearer: root.bearer })).body.data
    await test.call('POST /accounts/webhooks/rotate-secret', { bearer: root.bearer, body: { id } })
    const row = await test.database.read
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.previous_secret_sealed).toEqual(expect.any(String))
    expect(JSON.stringify(row)).not.toContain(secret.slice(6))
  })
})
