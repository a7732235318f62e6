import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../../test/database/engines.ts'
import {
  type Answer,
  METRICS_TOKEN,
  openTestGateway,
  type SignedInUser,
  type TestGateway,
  waitFor,
} from '../../../test/gateway.ts'
import { openReceiver, type Received, type Receiver } from '../../../test/services/https-receiver.ts'
import { addMember } from '../../../test/users/members.ts'
import { record } from '../../platform/audit/audit.ts'
import type { WebhookEndpointsTable } from '../../platform/database/schema/webhooks.ts'

const DAY_MS = 86_400_000
/** The margins between clocks are tested with several gateways (two-gateways.test.ts). */
const AT_ONCE = { pollMs: 20, settlingMs: 0 }

/** One with an id and a secret, as the answer of createWebhook has them. */
type Made = { id: string; secret: string }

describeEngines('deliveries to a webhook', (engine) => {
  let test: TestGateway
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await openReceiver()
    test = await openTestGateway(engine, { environment: receiver.environment, webhookPace: AT_ONCE })
  })
  afterEach(async () => {
    receiver.answer = (response) => void response.writeHead(204).end()
    await test.database.transaction(({ db }) => db.deleteFrom('webhook_endpoints').execute())
  })
  afterAll(async () => {
    await test.close()
    await receiver.close()
  })

  async function create(owner: SignedInUser, path = '', more: object = {}): Promise<Made> {
    const body = { url: `${receiver.url}/${path}`, events: ['api_key.issued'], ...more }
    const { body: answer, status } = await test.call('POST /accounts/webhooks', { bearer: owner.bearer, body })
    expect(status).toBe(200)
    return answer.data
  }
  async function issue(owner: SignedInUser, count: number): Promise<string[]> {
    const ids = []
    for (let n = 0; n < count; n += 1) ids.push((await test.issueKey(owner.bearer)).id)
    return ids
  }
  const at = (path: string) => receiver.received.filter(({ url }) => url === `/${path}`)
  const until = (path: string, count: number) => waitFor(async () => (at(path).length >= count ? at(path) : undefined))
  const keyOf = ({ body }: Received): string => JSON.parse(body).data.target.id
  const row = async (id: string): Promise<WebhookEndpointsTable> =>
    test.database.read.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const set = (id: string, values: Partial<WebhookEndpointsTable>) =>
    test.database.transaction(({ db }) =>
      db.updateTable('webhook_endpoints').set(values).where('id', '=', id).execute(),
    )
  /** The waits of days are over. */
  async function hurry(id: string): Promise<void> {
    const now = Date.now()
    await set(id, { due_at: now })
    await test.database.transaction(({ db }) =>
      db.updateTable('webhook_retries').set({ due_at: now }).where('endpoint_id', '=', id).execute(),
    )
  }
  const metrics = async () =>
    (await test.call('GET /metrics', { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text
  const deliveries = async (owner: SignedInUser, id: string, query = '') =>
    (await test.call(`GET /accounts/webhooks/deliveries?id=${id}${query}`, { bearer: owner.bearer })).body

  it('are what the log says, signed so that the reference library accepts them, and nothing altered or old', async () => {
    const owner = await test.signUp()
    const { id, secret } = await create(owner, 'good', { events: null })
    const [key] = await issue(owner, 1)
    const found = await until('good', 2)
    expect(found.map(({ type }) => type)).toEqual(['webhook.created', 'api_key.issued'])
    const [, issued] = found
    const { body = '', headers = {}, id: messageId } = issued ?? {}
    const signed = headers as Record<string, string>
    expect(new Webhook(secret).verify(body, signed)).toEqual(JSON.parse(body))
    const [event] = (await test.call(`GET /accounts/audit-events?target=${key}`, { bearer: owner.bearer })).body.data
    const { email: _, ...actor } = event.actor
    expect(JSON.parse(body)).toEqual({
      type: 'api_key.issued',
      timestamp: event.occurred_on,
      data: { ...event, actor, account_id: owner.accountId },
    })
    expect(messageId).toBe(event.id)
    expect(headers['content-type']).toBe('application/json')
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(20)

    const verify = (text: string, more: object, by = secret) =>
      new Webhook(by).verify(text, { ...signed, ...more } as Record<string, string>)
    expect(() => verify(`${body} `, {})).toThrow()
    expect(() => verify(body, { 'webhook-id': 'evt_other' })).toThrow()
    expect(() => verify(body, { 'webhook-timestamp': String(Number(signed['webhook-timestamp']) - 1) })).toThrow()
    expect(() => verify(body, { 'webhook-timestamp': '1600000000' })).toThrow('old')
    expect(() => verify(body, {}, `whsec_${Buffer.alloc(32).toString('base64')}`)).toThrow()
    expect((await row(id)).delivered_at).not.toBeNull()
  })

  it('are of the chosen actions, in the order of the log, each once', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'order')
    const ids = await issue(owner, 30)
    for (const key of ids.slice(0, 5)) await test.call(`DELETE /accounts/api-key?id=${key}`, { bearer: owner.bearer })
    expect((await until('order', 30)).map(keyOf)).toEqual(ids)
    // Those that are not wanted are passed too.
    const newest = (await test.call('GET /accounts/audit-events?limit=1', { bearer: owner.bearer })).body.data[0].id
    await expect.poll(async () => (await row(id)).cursor, { timeout: 10_000 }).toBe(newest)
    expect(at('order')).toHaveLength(30)
    const page = await deliveries(owner, id, '&limit=20')
    expect(page.data).toHaveLength(20)
    const rest = await deliveries(owner, id, `&limit=20&cursor=${page.next_cursor}`)
    expect(rest).toMatchObject({ data: { length: 10 }, next_cursor: null })
    const all = [...page.data, ...rest.data]
    expect(all.map(({ event_id }) => event_id).toReversed()).toEqual(at('order').map((one) => one.id))
    expect(all[0]).toMatchObject({
      action: 'api_key.issued',
      purpose: 'event',
      attempt: 1,
      delivered: true,
      status: 204,
    })
  })

  it('have nothing of other accounts, and nobody sees those of others', async () => {
    const [one, other] = [await test.signUp(), await test.signUp()]
    const { id } = await create(one, 'one')
    await create(other, 'other')
    const [[ofOne], [ofOther]] = [await issue(one, 1), await issue(other, 1)]
    expect((await until('one', 1)).map(keyOf)).toEqual([ofOne])
    expect((await until('other', 1)).map(keyOf)).toEqual([ofOther])
    expect((await deliveries(other, id)).code).toBe('unknown_webhook')
  })

  it('wait while the receiver is away, and come in order and complete when it is back', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'back')
    const before = await issue(owner, 3)
    await until('back', 3)
    await receiver.kill()
    const meanwhile = await issue(owner, 5)
    await waitFor(async () => ((await row(id)).failures > 0 ? true : undefined))
    expect((await row(id)).due_at).toBeGreaterThan(Date.now())
    expect((await deliveries(owner, id)).data[0]).toMatchObject({
      delivered: false,
      error: 'connection_failed',
      status: null,
    })
    const [failed] = (await test.call('GET /accounts/webhooks', { bearer: owner.bearer })).body.data
    expect(failed.failing_since).toEqual(expect.any(String))
    expect(Date.parse(failed.retry_on)).toBeGreaterThan(Date.now() - 30_000)
    expect(await metrics()).toContain('quiva_webhooks_waiting{state="failing"} 1\n')
    await receiver.restart()
    await hurry(id)
    expect((await until('back', 8)).map(keyOf)).toEqual([...before, ...meanwhile])
    await waitFor(async () => ((await row(id)).failures === 0 ? true : undefined))
    const [well] = (await test.call('GET /accounts/webhooks', { bearer: owner.bearer })).body.data
    expect([well.failing_since, well.retry_on]).toEqual([null, null])
    const counts = await metrics()
    expect(counts).toContain('quiva_webhooks_waiting{state="failing"} 0\n')
    for (const result of ['delivered', 'failed'])
      expect(counts).toMatch(new RegExp(`quiva_webhook_delivery_duration_seconds_count\\{result="${result}"\\} [1-9]`))
  })

  it('that are refused are tried again by themselves, while later ones go on', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'poison')
    let refused: string | undefined
    receiver.answer = (response, { id: event }) => {
      refused ??= event
      response.writeHead(event === refused ? 500 : 204).end()
    }
    const ids = await issue(owner, 4)
    const first = await until('poison', 4)
    expect(first.map(keyOf)).toEqual(ids)
    receiver.answer = (response) => void response.writeHead(204).end()
    await waitFor(async () => ((await row(id)).delivered_at ? true : undefined))
    expect(await metrics()).toContain('quiva_webhook_events_set_aside 1\n')
    await hurry(id)
    const again = (await until('poison', 5))[4]
    expect([again?.id, again?.body]).toEqual([first[0]?.id, first[0]?.body])
    await waitFor(async () => ((await deliveries(owner, id)).data.length === 5 ? true : undefined))
    const attempts = (await deliveries(owner, id)).data.filter((one: { event_id: string }) => one.event_id === refused)
    expect(attempts.map((one: { attempt: number; status: number }) => [one.attempt, one.status])).toEqual([
      [2, 204],
      [1, 500],
    ])
    expect(
      await test.database.read.selectFrom('webhook_retries').selectAll().where('endpoint_id', '=', id).execute(),
    ).toEqual([])
  })

  it('that were refused and are no longer in the log leave nothing failing behind', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'forgotten')
    receiver.answer = (response) => void response.writeHead(500).end()
    await issue(owner, 1)
    const [refused] = await until('forgotten', 1)
    await waitFor(async () => ((await row(id)).failing_since ? true : undefined))
    await test.database.transaction(({ db }) =>
      db
        .deleteFrom('audit_events')
        .where('id', '=', refused?.id ?? '')
        .execute(),
    )
    await hurry(id)
    await waitFor(async () => ((await row(id)).failing_since === null ? true : undefined))
    expect(at('forgotten')).toHaveLength(1)
  })

  it('that are refused for three days are given up', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'refusing')
    receiver.answer = (response) => void response.writeHead(500).end()
    await issue(owner, 1)
    const retries = () =>
      test.database.read.selectFrom('webhook_retries').selectAll().where('endpoint_id', '=', id).execute()
    let waited = 0
    for (let tries = 1; ; tries += 1) {
      await until('refusing', tries)
      const left = await waitFor(async () => {
        const [found] = await retries()
        if (tries > 1 && found === undefined) return 'none' as const
        return found?.attempts === tries ? found : undefined
      })
      if (left === 'none') break
      waited += left.due_at - Date.now()
      await hurry(id)
    }
    expect(waited).toBeGreaterThan(2.6 * DAY_MS)
    expect(waited).toBeLessThan(3.1 * DAY_MS)
    expect(at('refusing')).toHaveLength(11)
  })

  it('end when all have failed for five days: root and administrators get a mail, and the log an event', async () => {
    const owner = await test.signUp()
    const admin = await addMember(test, owner, 'admin')
    await addMember(test, owner, 'developer')
    const { id } = await create(owner, 'failing')
    receiver.answer = (response) => void response.writeHead(503).end()
    await issue(owner, 1)
    await waitFor(async () => ((await row(id)).failures > 0 ? true : undefined))
    // Four days are not enough.
    await set(id, { failing_since: Date.now() - 4.9 * DAY_MS, due_at: Date.now() })
    await until('failing', 2)
    await waitFor(async () => ((await row(id)).failures > 1 ? true : undefined))
    expect((await row(id)).disabled_at).toBeNull()
    // Nor are five in which no gateway ran to try.
    await set(id, { failing_since: Date.now() - 6 * DAY_MS, due_at: Date.now() - 2.1 * DAY_MS })
    await waitFor(async () => ((await row(id)).failures > 2 ? true : undefined))
    const alone = await row(id)
    expect(alone.disabled_at).toBeNull()
    expect(alone.failing_since).toBeGreaterThan(Date.now() - 60_000)
    await set(id, { failing_since: Date.now() - 5 * DAY_MS, due_at: Date.now() - 1.9 * DAY_MS })
    const off = await waitFor(async () => ((await row(id)).disabled_at === null ? undefined : row(id)))
    expect(off.disabled_reason).toBe('failing')
    const mails = await waitFor(async () => {
      const all = (await test.mails()).filter(({ template }) => template === 'webhook-switched-off')
      return all.filter(({ to }) => [owner.email, admin.email].includes(to)).length === 2 ? all : undefined
    })
    expect(mails.map(({ to }) => to).toSorted()).toEqual([owner.email, admin.email].toSorted())
    expect(mails[0]?.text).toContain(`127.0.0.1:${receiver.port}`)
    const [event] = (await test.call('GET /accounts/audit-events?limit=1', { bearer: owner.bearer })).body.data
    expect(event).toMatchObject({
      action: 'webhook.switched_off',
      actor: { kind: 'system' },
      target: { type: 'webhook', id },
      details: { host: `127.0.0.1:${receiver.port}`, reason: 'failing' },
    })
    // Nothing is delivered any more, until somebody enables it: then what happens from there on.
    receiver.answer = (response) => void response.writeHead(204).end()
    const count = at('failing').length
    await issue(owner, 1)
    await test.call('PATCH /accounts/webhooks', { bearer: owner.bearer, body: { id, disabled: false } })
    const later = await issue(owner, 1)
    expect((await until('failing', count + 1)).slice(count).map(keyOf)).toEqual(later)
  })

  it('end at once when the receiver says that it is gone', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'gone')
    receiver.answer = (response) => void response.writeHead(410).end()
    await issue(owner, 2)
    const off = await waitFor(async () => ((await row(id)).disabled_at === null ? undefined : row(id)))
    expect(off.disabled_reason).toBe('gone')
    expect(at('gone')).toHaveLength(1)
    const mail = await waitFor(async () =>
      (await test.mails()).find(({ template, to }) => template === 'webhook-switched-off' && to === owner.email),
    )
    expect(mail.text).toContain('410')
  })

  it('to a redirecting receiver wait, and go nowhere else', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'redirecting')
    receiver.answer = (response) => void response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end()
    await issue(owner, 1)
    await waitFor(async () => ((await row(id)).failures > 0 ? true : undefined))
    expect((await deliveries(owner, id)).data[0]).toMatchObject({ status: 302, error: 'redirect', delivered: false })
    expect(at('elsewhere')).toEqual([])
  })

  it('of a slow receiver hold up nobody else', async () => {
    const slow = await test.signUp()
    const quick = await test.signUp()
    const held: (() => void)[] = []
    receiver.answer = (response, { url }) => {
      const answer = () => void response.writeHead(204).end()
      if (url === '/slow') held.push(answer)
      else answer()
    }
    // More of one account than may be delivered to at once.
    for (let n = 0; n < 8; n += 1) await create(slow, 'slow')
    await issue(slow, 1)
    await waitFor(async () => (held.length >= 5 ? true : undefined))
    await create(quick, 'quick')
    const ids = await issue(quick, 3)
    expect((await until('quick', 3)).map(keyOf)).toEqual(ids)
    expect(held.length).toBe(5)
    for (const answer of held.splice(0)) answer()
    await waitFor(async () => {
      for (const answer of held.splice(0)) answer()
      return at('slow').length === 8 ? true : undefined
    })
  })

  it('carry two signatures after a rotation of the secret, for 24 hours', async () => {
    const owner = await test.signUp()
    const { id, secret: former } = await create(owner, 'rotated')
    const rotated = (await test.call('POST /accounts/webhooks/rotate-secret', { bearer: owner.bearer, body: { id } }))
      .body.data
    expect(Date.parse(rotated.previous_secret_until) - Date.now()).toBeGreaterThan(DAY_MS - 60_000)
    await issue(owner, 1)
    const [both] = await until('rotated', 1)
    const headersOf = (one: Received | undefined) => one?.headers as Record<string, string>
    expect(headersOf(both)['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secret of [former, rotated.secret])
      expect(new Webhook(secret).verify(both?.body ?? '', headersOf(both))).toBeDefined()
    await set(id, { previous_secret_until: Date.now() - 1 })
    await issue(owner, 1)
    const [, one] = await until('rotated', 2)
    expect(new Webhook(rotated.secret).verify(one?.body ?? '', headersOf(one))).toBeDefined()
    expect(() => new Webhook(former).verify(one?.body ?? '', headersOf(one))).toThrow()
  })

  it('of a test and of an event again answer with what became of them, to a disabled webhook too', async () => {
    const owner = await test.signUp()
    const { id, secret } = await create(owner, 'now', { disabled: true })
    const { bearer } = owner
    const tested = await test.call('POST /accounts/webhooks/test', { bearer, body: { id } })
    expect(tested.body.data).toMatchObject({
      purpose: 'test',
      action: 'webhook.test',
      delivered: true,
      status: 204,
      error: null,
    })
    const [sent] = at('now')
    expect(new Webhook(secret).verify(sent?.body ?? '', sent?.headers as Record<string, string>)).toMatchObject({
      type: 'webhook.test',
      data: { webhook_id: id },
    })
    const [key] = await issue(owner, 1)
    const [event] = (await test.call(`GET /accounts/audit-events?target=${key}`, { bearer })).body.data
    receiver.answer = (response) => void response.writeHead(500).end()
    const resend = () => test.call('POST /accounts/webhooks/resend', { bearer, body: { id, event_id: event.id } })
    expect((await resend()).body.data).toMatchObject({
      purpose: 'resend',
      delivered: false,
      status: 500,
      error: 'refused',
    })
    receiver.answer = (response) => void response.writeHead(204).end()
    expect((await resend()).body.data).toMatchObject({ event_id: event.id, delivered: true })
    expect(
      at('now')
        .slice(1)
        .map(({ id: messageId }) => messageId),
    ).toEqual([event.id, event.id])
    const log = (await test.call('GET /accounts/audit-events?limit=4', { bearer })).body.data
    const host = `127.0.0.1:${receiver.port}`
    const asked = { actor: { user_id: owner.userId }, target: { type: 'webhook', id } }
    const resent = { action: 'webhook.event_resent', ...asked, details: { host, event_id: event.id } }
    expect(log.filter(({ target }: { target: { type: string } }) => target.type === 'webhook')).toMatchObject([
      resent,
      resent,
      { action: 'webhook.tested', ...asked, details: { host } },
    ])
    expect((await deliveries(owner, id)).data.map((one: { purpose: string }) => one.purpose)).toEqual([
      'resend',
      'resend',
      'test',
    ])
  })

  it('are kept a week', async () => {
    const owner = await test.signUp()
    const { id } = await create(owner, 'kept')
    await issue(owner, 2)
    await until('kept', 2)
    await waitFor(async () => ((await deliveries(owner, id)).data.length === 2 ? true : undefined))
    const { deleteOld } = await import('./delivery-store.ts')
    const now = Date.now()
    await deleteOld(test.database, now - 7 * DAY_MS, now)
    expect((await deliveries(owner, id)).data).toHaveLength(2)
    await deleteOld(test.database, now + 1000, now)
    expect((await deliveries(owner, id)).data).toEqual([])
  })

  // Attack: a webhook as a means to have our servers send many requests to somebody else.
  it('of tests are limited for each account', async () => {
    const owner = await test.signUp()
    const other = await test.signUp()
    // Nothing is there: that is enough to be counted.
    const nowhere = { url: 'https://127.0.0.1:1/' }
    const [{ id }, { id: ofOther }] = [await create(owner, '', nowhere), await create(other, '', nowhere)]
    const answers: Answer[] = []
    // A few at a time: all at once would wait for connections to the database.
    for (let n = 0; n < 125; n += 5) {
      const five = Array.from({ length: 5 }, () =>
        test.call('POST /accounts/webhooks/test', { bearer: owner.bearer, body: { id } }),
      )
      answers.push(...(await Promise.all(five)))
    }
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(120)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
    const unharmed = { bearer: other.bearer, body: { id: ofOther } }
    expect((await test.call('POST /accounts/webhooks/test', unharmed)).status).toBe(200)
  })

  it('that are under way are broken off when the gateway stops, and made by the next one', async () => {
    const place = await openPlace(engine)
    const { environment } = receiver
    let own = await openTestGateway(engine, { place, environment, webhookPace: AT_ONCE })
    const { bearer } = await own.signUp()
    const body = { url: `${receiver.url}/stopped`, events: ['api_key.issued'] }
    await own.call('POST /accounts/webhooks', { bearer, body })
    receiver.answer = () => {}
    const { id: key } = await own.issueKey(bearer)
    await until('stopped', 1)
    const begun = Date.now()
    await own.close()
    // It does not wait for the ten seconds of the receiver.
    expect(Date.now() - begun).toBeLessThan(8000)
    receiver.answer = (response) => void response.writeHead(204).end()
    own = await openTestGateway(engine, { place, environment, webhookPace: AT_ONCE })
    expect((await until('stopped', 2)).map(keyOf)).toEqual([key, key])
    await own.close()
    await place.remove()
  })

  it('stop with the account', async () => {
    const owner = await test.signUp()
    await create(owner, 'closed', { events: null })
    await until('closed', 1)
    await test.database.transaction(async (tx) => {
      await tx.db.updateTable('accounts').set({ deleted_at: Date.now() }).where('id', '=', owner.accountId).execute()
      await record(tx, { action: 'account.updated', accountId: owner.accountId, actor: { kind: 'system' } })
    })
    const other = await test.signUp()
    await create(other, 'witness', { events: null })
    await until('witness', 1)
    expect(at('closed')).toHaveLength(1)
  })
})
