import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { changesOf } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../../test/gateway.ts'
import { DAY, HOUR, later, MINUTE } from '../../../../test/run/clock.ts'
import { eventsAbout, exchangeKey } from '../../../../test/users/sign-in.ts'
import type { Database } from '../../../platform/database/database.ts'
import { createKeyUse } from '../use/key-use.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeEngines('a rotated key that retires when it is silent', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  /** Happens once, after the gateway has looked and before the transaction that ends the key. */
  let meanwhile: (() => Promise<unknown>) | undefined
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: (database) => watched(database) })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  function watched(database: Database): Database {
    return {
      ...database,
      async transaction(work) {
        const isRetirement = new Error().stack?.includes('retire-silent.ts') ?? false
        const now = isRetirement ? meanwhile : undefined
        if (now) {
          meanwhile = undefined
          await now()
        }
        return database.transaction(work)
      },
    }
  }

  type By = { bearer?: string; key?: string }
  const rotate = (by: By, body: object) => test.call('POST /accounts/api-key/rotate', { ...by, body })
  async function rotated(id: string, more: object = {}) {
    const answer = await rotate({ bearer: root.bearer }, { id, retire: 'when_silent', ...more })
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body.data
  }
  const status = async (key: string) => (await test.call('GET /accounts/info', { key })).status
  const rowOf = (id: string) =>
    test.database.read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const isDeleted = async (id: string) => (await rowOf(id)).deleted_at !== null
  const ended = (id: string) => expect.poll(() => isDeleted(id), { timeout: 8000, interval: 20 }).toBe(true)
  /** Waits until the gateway has looked at the key: its next look is due later than now. */
  const looked = (id: string) =>
    expect
      .poll(
        async () => {
          const items = test.database.read.selectFrom('outbox').select('due_at').where('key', '=', id)
          const item = await items.where('kind', '=', 'retire-silent-key').executeTakeFirst()
          return (item?.due_at ?? 0) > Date.now()
        },
        { timeout: 8000, interval: 20 },
      )
      .toBe(true)
  /** A use now, by the test's clock, as another gateway writes it. */
  async function use(id: string) {
    const keyUse = createKeyUse(test.database, silent)
    keyUse.touch(id, '192.0.2.1')
    await keyUse.flush()
  }

  it('is shown in the answer, in lists and in the log, with a grace of 30 days', async () => {
    const { id } = await test.issueKey(root.bearer, 'ci', { expiry_days: 365 })
    const data = await rotated(id)
    expect(data).toMatchObject({ retire: 'when_silent', silent_days: 7 })
    const graceMs = Date.parse(data.grace_ends_on) - Date.now()
    expect(Math.abs(graceMs - 30 * DAY)).toBeLessThan(MINUTE)
    const { data: keys } = (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body
    const listed = (one: string) => keys.find((key: { id: string }) => key.id === one)
    expect(listed(id)).toMatchObject({ replaced_by: data.id, retire: 'when_silent', silent_days: 7 })
    expect(listed(data.id)).toMatchObject({ retire: null, silent_days: null })
    const event = (await eventsAbout(test, id)).find(({ action }) => action === 'api_key.rotated')
    expect(JSON.parse(event?.details ?? '')).toMatchObject({ retire: 'when_silent', silent_days: 7 })
  })

  it('ends after its days without a use and a minute, in which uses within the days are written, and no sooner', async () => {
    const { id } = await test.issueKey(root.bearer, 'ci', { expiry_days: 365 })
    await rotated(id, { silent_days: 3 })
    await later(3 * DAY, async () => {
      await looked(id)
      expect(await isDeleted(id)).toBe(false)
    })
    await later(3 * DAY + 2 * MINUTE, () => ended(id))
  })

  it('ends with its sessions and the keys it issued, for a reason of its own', async () => {
    const old = await test.issueKey(root.bearer, 'ci', { expiry_days: 365 })
    const child = await test.issueKey(old.key)
    const session = await exchangeKey(test, old.key)
    const data = await rotated(old.id, { silent_days: 3 })
    await later(3 * DAY + 2 * MINUTE, async () => {
      // The uses above are written only now, with the present time.
      await looked(old.id)
      expect(await isDeleted(old.id)).toBe(false)
      await later(3 * DAY + 5 * MINUTE, async () => {
        await ended(old.id)
        expect(await isDeleted(child.id)).toBe(true)
        expect([await status(old.key), await status(child.key), await status(data.key)]).toEqual([401, 401, 200])
        expect((await test.call('GET /accounts/info', { bearer: session.bearer })).status).toBe(401)
        const event = (await eventsAbout(test, old.id)).find(({ action }) => action === 'api_key.deleted')
        expect(event).toMatchObject({ actor_kind: 'system', ip: null })
        expect(JSON.parse(event?.details ?? '')).toEqual({ name: 'ci', owner: root.userId, reason: 'silent' })
      })
    })
  })

  it('lives on for as long as it is used, by whatever it issued too, and ends with its grace at the latest', async () => {
    const old = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
    const child = await test.issueKey(old.key)
    await rotated(old.id, { silent_days: 2, grace_seconds: 6 * 86_400 })
    await later(DAY, () => use(old.id))
    await later(2 * DAY + HOUR, async () => {
      await looked(old.id)
      await use(child.id)
    })
    await later(3 * DAY + HOUR, async () => {
      await looked(old.id)
      await use(old.id)
    })
    await later(5 * DAY, async () => {
      await looked(old.id)
      await use(old.id)
      expect([await isDeleted(old.id), await isDeleted(child.id)]).toEqual([false, false])
    })
    await later(6 * DAY + MINUTE, async () => {
      await ended(old.id)
      const event = (await eventsAbout(test, old.id)).find(({ action }) => action === 'api_key.deleted')
      expect(JSON.parse(event?.details ?? '')).toMatchObject({ reason: 'rotated' })
    })
  })

  // The use is counted in memory, and would be written ten seconds later.
  it('does not end a key whose use this gateway has counted but not written yet', async () => {
    const old = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
    await rotated(old.id, { silent_days: 2 })
    await later(2 * DAY - MINUTE, async () => expect(await status(old.key)).toBe(200))
    await later(2 * DAY + 2 * MINUTE, async () => {
      await looked(old.id)
      expect([await isDeleted(old.id), await status(old.key)]).toEqual([false, 200])
    })
  })

  it('is looked at again in the transaction: a use after the first look keeps it', async () => {
    const old = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
    await rotated(old.id, { silent_days: 1 })
    const pushes = async () =>
      (
        await test.database.read
          .selectFrom('accounts')
          .select('claims_version')
          .where('id', '=', root.accountId)
          .executeTakeFirstOrThrow()
      ).claims_version
    const before = await pushes()
    meanwhile = () => use(old.id)
    await later(DAY + 2 * MINUTE, async () => {
      await looked(old.id)
      expect(meanwhile).toBeUndefined()
      expect([await isDeleted(old.id), await pushes()]).toEqual([false, before])
    })
    await later(3 * DAY, () => ended(old.id))
  })

  it('is looked at again in the transaction: a key that it issues after the first look counts as a use of it', async () => {
    const old = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
    await rotated(old.id, { silent_days: 1 })
    meanwhile = async () => {
      const issued = await test.call('POST /accounts/api-key', { key: old.key, body: { key_name: 'late' } })
      expect(issued.status).toBe(200)
    }
    await later(DAY + 2 * MINUTE, async () => {
      await looked(old.id)
      expect(await isDeleted(old.id)).toBe(false)
    })
  })

  it('racing with uses it either lives on, or is refused; never used and then gone within its days', async () => {
    for (let round = 0; round < 4; round += 1) {
      const old = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
      await rotated(old.id, { silent_days: 1 })
      await later(DAY + 2 * MINUTE, async () => {
        const writes = []
        for (let n = 0; n < 5; n += 1) writes.push(use(old.id))
        await Promise.all(writes)
        await looked(old.id).catch(() => undefined)
        const { deleted_at, last_used_at } = await rowOf(old.id)
        if (deleted_at === null) expect(last_used_at).toBeGreaterThan(Date.now() - MINUTE)
        else expect(await status(old.key)).toBe(401)
      })
    }
  })

  it('deleted meanwhile, or with its account, does no harm', async () => {
    const old = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
    await rotated(old.id, { silent_days: 1 })
    await test.call(`DELETE /accounts/api-key?id=${old.id}`, { bearer: root.bearer })
    await later(DAY + 2 * MINUTE, async () => {
      const items = () => test.database.read.selectFrom('outbox').select('id').where('key', '=', old.id)
      const pending = async () => (await items().where('kind', '=', 'retire-silent-key').execute()).length
      await expect.poll(pending, { timeout: 8000, interval: 20 }).toBe(0)
      const deletions = (await eventsAbout(test, old.id)).filter(({ action }) => action === 'api_key.deleted')
      expect(deletions).toHaveLength(1)
    })
  })

  it('may have a grace of 90 days, but never lives longer than it was issued for', async () => {
    const long = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
    const { grace_ends_on } = await rotated(long.id, { grace_seconds: 90 * 86_400 })
    expect(Math.abs(Date.parse(grace_ends_on) - Date.now() - 90 * DAY)).toBeLessThan(MINUTE)
    const short = await test.issueKey(root.bearer, 'x', { expiry_days: 1 })
    expect((await rotated(short.id)).grace_ends_on).toBe(short.expires_on)
  })

  it('is told of in the mail about a key that rotated itself', async () => {
    const old = await test.issueKey(root.bearer, 'robot', { expiry_days: 365 })
    const answer = await rotate({ key: old.key }, { retire: 'when_silent', silent_days: 2, grace_seconds: 60 })
    expect(answer.status).toBe(200)
    const mail = await waitFor(async () => (await test.mails()).find(({ text }) => text.includes('“robot”')))
    expect(mail.text.replaceAll(/\s+/g, ' ')).toContain('or earlier, once nobody has used it for 2 days')
  })

  it.each([
    [{ retire: 'at_once' }, '/body/retire'],
    [{ retire: null }, '/body/retire'],
    [{ retire: true }, '/body/retire'],
    [{ silent_days: 7 }, '/body/silent_days'],
    [{ retire: 'when_silent', silent_days: 0 }, '/body/silent_days'],
    [{ retire: 'when_silent', silent_days: 91 }, '/body/silent_days'],
    [{ retire: 'when_silent', silent_days: 1.5 }, '/body/silent_days'],
    [{ retire: 'when_silent', silent_days: '7' }, '/body/silent_days'],
    [{ retire: 'when_silent', grace_seconds: 0 }, '/body/grace_seconds'],
    [{ retire: 'when_silent', grace_seconds: 90 * 86_400 + 1 }, '/body/grace_seconds'],
    [{ grace_seconds: 30 * 86_400 + 1 }, '/body/grace_seconds'],
  ])('refuses %j with its path, and changes nothing', async (body, path) => {
    const { id } = await test.issueKey(root.bearer)
    const { answer, changed } = await changesOf(test, () => rotate({ bearer: root.bearer }, { id, ...body }))
    expect([answer.status, answer.body.details?.[0]?.path, changed]).toEqual([400, path, []])
  })
})
