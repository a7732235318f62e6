import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { DAY, later } from '../../../../test/run/clock.ts'
import { addMember } from '../../../../test/users/members.ts'
import type { Database } from '../../../platform/database/database.ts'
import { createKeyUse, tidyKeyUses } from './key-use.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeEngines('getApiKeyUsage', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  /** Today's, anew for each test, so that midnight is in nobody's way. */
  let noon = 0
  beforeEach(() => {
    noon = Math.floor(Date.now() / DAY) * DAY + DAY / 2
  })

  type By = { bearer?: string; key?: string }
  const usage = (id: string | undefined, by: By = { bearer: root.bearer }) =>
    test.call(`GET /accounts/api-key/usage${id === undefined ? '' : `?id=${id}`}`, by)
  const days = async (id: string) => (await usage(id)).body.data.days
  /** What a gateway has counted and not written yet: uses at these moments, from these addresses. */
  async function counted(id: string, uses: [address: string, at: number][], database: Database = test.database) {
    const keyUse = createKeyUse(database, silent)
    await later(0, async () => {
      for (const [address, at] of uses) {
        vi.setSystemTime(at)
        keyUse.touch(id, address)
      }
    })
    return keyUse
  }
  const use = async (...of: Parameters<typeof counted>) => (await counted(...of)).flush()
  const iso = (ms: number) => new Date(ms).toISOString()
  const date = (ms: number) => iso(ms).slice(0, 10)

  it('says how often, when last and from where, the latest day and network first', async () => {
    const { id, expires_on } = await test.issueKey(root.bearer, 'ci')
    expect((await usage(id)).body.data).toEqual({
      id,
      name: 'ci',
      created_on: expect.any(String),
      expires_on,
      last_used_on: null,
      days: [],
    })
    await use(id, [
      ['192.0.2.1', noon - DAY],
      ['192.0.2.1', noon],
      ['192.0.2.3', noon + 1],
      ['192.0.2.2', noon + 1],
      ['192.0.2.1', noon + 2],
    ])
    const { data } = (await usage(id)).body
    expect(data.last_used_on).not.toBeNull()
    expect(data.days).toEqual([
      {
        date: date(noon),
        uses: 4,
        last_used_on: iso(noon + 2),
        networks: [
          { network: '192.0.2.1', uses: 2, last_used_on: iso(noon + 2) },
          { network: '192.0.2.2', uses: 1, last_used_on: iso(noon + 1) },
          { network: '192.0.2.3', uses: 1, last_used_on: iso(noon + 1) },
        ],
      },
      {
        date: date(noon - DAY),
        uses: 1,
        last_used_on: iso(noon - DAY),
        networks: [{ network: '192.0.2.1', uses: 1, last_used_on: iso(noon - DAY) }],
      },
    ])
  })

  it('counts every request with the key and its sessions, the exchange too, and writes it when the gateway closes', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    const from = '198.51.100.7'
    const exchange = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key }, from })
    for (const by of [{ key }, { bearer: key }, { bearer: exchange.body.data.auth_token }])
      await test.call('GET /accounts/info', { ...by, from })
    await test.call('GET /accounts/info', { key, from: '2001:db8:1:2:3::4' })
    // Refused: that is no use of the key. And a token that is only looked at is not, either.
    await test.call('GET /accounts/info', { key: `${key}0`, from })
    await test.call('POST /accounts/token-validate', { body: { token: exchange.body.data.auth_token } })
    expect(await days(id)).toEqual([])
    await test.close()
    test = await openTestGateway(engine, { place })
    const [today] = await days(id)
    const byNetwork = today.networks.map(({ network, uses }: { network: string; uses: number }) => [network, uses])
    expect(today.uses).toBe(5)
    expect(new Map(byNetwork)).toEqual(
      new Map([
        ['2001:db8:1:2::/64', 1],
        [from, 4],
      ]),
    )
  })

  it('adds up what several gateways have counted, and what was counted before', async () => {
    const { id } = await test.issueKey(root.bearer)
    const gateways = []
    for (const n of [0, 1, 2])
      gateways.push(
        await counted(id, [
          ['192.0.2.1', noon + n],
          [`192.0.2.${n}`, noon + n],
        ]),
      )
    await Promise.all(gateways.map((keyUse) => keyUse.flush()))
    expect(await days(id)).toMatchObject([
      {
        uses: 6,
        last_used_on: iso(noon + 2),
        networks: [
          { network: '192.0.2.1', uses: 4 },
          { network: '192.0.2.2', uses: 1 },
          { network: '192.0.2.0', uses: 1 },
        ],
      },
    ])
  })

  it('keeps the 20 latest networks of a day, and all of its uses', async () => {
    const { id } = await test.issueKey(root.bearer)
    const at = (n: number): [string, number] => [`10.1.${n >> 8}.${n & 255}`, noon + n]
    for (const start of [0, 15, 30])
      await use(
        id,
        Array.from({ length: 15 }, (_, n) => at(start + n)),
      )
    const [today] = await days(id)
    expect(today.uses).toBe(45)
    expect(today.networks.map(({ network }: { network: string }) => network)).toEqual(
      Array.from({ length: 20 }, (_, n) => at(44 - n)[0]),
    )
  })

  it('loses nothing while the database is away, and counts nothing twice', async () => {
    const { id } = await test.issueKey(root.bearer)
    let away = true
    const failing: Database = {
      ...test.database,
      transaction: (work) => (away ? Promise.reject(new Error('away')) : test.database.transaction(work)),
    }
    const keyUse = await counted(id, [['192.0.2.1', noon]], failing)
    await keyUse.flush()
    away = false
    await keyUse.flush()
    await keyUse.stop()
    expect(await days(id)).toMatchObject([{ uses: 1, networks: [{ uses: 1 }] }])
  })

  it('forgets days after 90 days', async () => {
    const { id } = await test.issueKey(root.bearer)
    await use(id, [
      ['192.0.2.1', noon - 90 * DAY],
      ['192.0.2.1', noon - 89 * DAY],
    ])
    const dates = async () => (await days(id)).map((day: { date: string }) => day.date)
    expect(await dates()).toEqual([date(noon - 89 * DAY)])
    await tidyKeyUses(test.database, noon)
    const rows = await test.database.read
      .selectFrom('api_key_networks')
      .select('day')
      .where('api_key_id', '=', id)
      .execute()
    expect(rows).toEqual([{ day: Math.floor(noon / DAY) - 89 }])
    expect(await dates()).toEqual([date(noon - 89 * DAY)])
  })

  it('is for the owner, a key about itself, root and administrators; others’ keys answer like unknown ones', async () => {
    const [admin, developer] = [await addMember(test, root, 'admin'), await addMember(test, root, 'developer')]
    const stranger = await test.signUp()
    const [rootsKey, own] = [await test.issueKey(root.bearer), await test.issueKey(developer.bearer)]
    const account = await test.issueKey(root.bearer, 'x', { owner: 'account', role: 'developer' })
    const statuses = async (by: By) =>
      Promise.all([rootsKey, own, account].map(async ({ id }) => (await usage(id, by)).status))
    expect(await statuses({ bearer: root.bearer })).toEqual([200, 200, 200])
    expect(await statuses({ bearer: admin.bearer })).toEqual([200, 200, 200])
    expect(await statuses({ bearer: developer.bearer })).toEqual([400, 200, 400])
    expect(await statuses({ key: account.key })).toEqual([400, 400, 200])
    expect(await statuses({ bearer: stranger.bearer })).toEqual([400, 400, 400])
    const unknown = await usage('key_unknown', { bearer: developer.bearer })
    expect(unknown.body.code).toBe('unknown_api_key')
    expect((await usage(rootsKey.id, { bearer: developer.bearer })).text).toBe(unknown.text)
    expect((await usage(undefined, { key: own.key })).body.data.id).toBe(own.id)
    const nobodys = await usage(undefined, { bearer: developer.bearer })
    expect([nobodys.status, nobodys.body.details[0].path]).toEqual([400, '/querystring/id'])
  })
})
