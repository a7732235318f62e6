import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../test/database/engines.ts'
import { watchSql } from '../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../test/gateway.ts'
import { slackOf } from '../../test/http/pace.ts'
import { later } from '../../test/run/clock.ts'
import { addMember } from '../../test/users/members.ts'
import { systemTime } from '../platform/time.ts'
import { createCredentialCache } from './cache.ts'
import { createInvalidation } from './invalidation.ts'
import { createBarriers } from './revocation/barrier.ts'
import { noLocalHolders } from './revocation/holders.ts'

/** How soon a change through one gateway must hold at the other, beside what a slow machine takes. */
const SOON_MS = 500

describePostgres('two gateways on one PostgreSQL', () => {
  const sql = watchSql()
  let place: Place
  let here: TestGateway
  let there: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace('postgres')
    here = await openTestGateway('postgres', { place })
    there = await openTestGateway('postgres', { place, watch: sql.watch })
    root = await here.signUp()
  })
  afterAll(async () => {
    await here?.close()
    await there?.close()
    await place.remove()
  })

  const info = async (at: TestGateway, call: { key?: string; bearer?: string }) =>
    (await at.call('GET /accounts/info', call)).status
  /** Uses a credential there until it is honoured without a look-up. */
  async function warm(call: { key?: string; bearer?: string }): Promise<void> {
    await expect
      .poll(() => sql.during(async () => expect(await info(there, call)).toBe(200)), { interval: 50, timeout: 5000 })
      .toBe(0)
  }
  async function refusedSoon(call: { key?: string; bearer?: string }): Promise<void> {
    const slack = await slackOf(() => info(there, { key: 'ms-nobody' }))
    const from = performance.now()
    while ((await info(there, call)) === 200) {
      expect(performance.now() - from).toBeLessThan(SOON_MS + slack)
      await sleep(1)
    }
    expect(await info(there, call)).toBe(401)
  }

  it('both honour the same keys and tokens', async () => {
    const { key } = await here.issueKey(root.bearer)
    for (const at of [here, there]) {
      expect(await info(at, { key })).toBe(200)
      expect(await info(at, { bearer: root.bearer })).toBe(200)
    }
    const issuedThere = await there.issueKey(root.bearer)
    expect(await info(here, { key: issuedThere.key })).toBe(200)
  })

  it('a key that is deleted through one is refused by the other, with its session and the keys that it issued', async () => {
    const { id, key } = await here.issueKey(root.bearer)
    const child = await there.issueKey(key)
    const exchanged = await there.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    const session: string = exchanged.body.data.auth_token
    for (const call of [{ key }, { key: child.key }, { bearer: session }]) await warm(call)
    expect((await here.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })).status).toBe(200)
    for (const call of [{ key }, { key: child.key }, { bearer: session }]) await refusedSoon(call)
  })

  it('a key that is rotated through one ends with its grace at the other, which had believed in a longer life', async () => {
    const { id, key } = await here.issueKey(root.bearer)
    await warm({ key })
    const body = { id, grace_seconds: 60 }
    const rotated = await here.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body })
    const successor = async () => (await there.call('GET /accounts/info', { key })).headers['quiva-key-replaced-by']
    await expect.poll(successor, { interval: 5 }).toBe(rotated.body.data.id)
    await later(61_000, async () => expect(await info(there, { key })).toBe(401))
  })

  it('a member who is suspended loses all access there too, and has it again afterwards', async () => {
    const member = await addMember(here, root, 'developer')
    const { key } = await here.issueKey(member.bearer)
    for (const call of [{ key }, { bearer: member.bearer }]) await warm(call)
    await suspend(member, true)
    for (const call of [{ key }, { bearer: member.bearer }]) await refusedSoon(call)
    await suspend(member, false)
    for (const call of [{ key }, { bearer: member.bearer }]) expect(await info(there, call)).toBe(200)
  })

  it('a role that changes holds at the next request there', async () => {
    const member = await addMember(here, root, 'admin')
    await warm({ bearer: member.bearer })
    const listOfRoot = () => there.call(`GET /accounts/api-keys?email=${root.email}`, { bearer: member.bearer })
    expect((await listOfRoot()).status).toBe(200)
    await change('/accounts/role', { email: member.email, role: 'monitor' })
    await expect.poll(async () => (await listOfRoot()).status, { interval: 5 }).toBe(403)
  })

  it('a token that was refreshed through one is refused by the other', async () => {
    const user = await here.signUp()
    await warm({ bearer: user.bearer })
    const body = { auth_token: user.bearer, refresh_token: user.refreshToken }
    const refreshed = await here.call('POST /accounts/refresh-token', { body })
    await refusedSoon({ bearer: user.bearer })
    expect(await info(there, { bearer: refreshed.body.data.auth_token })).toBe(200)
  })

  it('deletion and use race for a hundred rounds, and no key is honoured for longer than a moment', async () => {
    for (let round = 0; round < 100; round += 1) {
      const { id, key } = await here.issueKey(root.bearer)
      if (round % 2 === 0) await info(there, { key })
      const uses = [0, 1, 2, 3].map(async (n) => {
        await sleep(n)
        return info(there, { key })
      })
      const deleted = here.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
      await Promise.all([...uses, deleted])
      await refusedSoon({ key })
      // What a look-up that crossed the deletion found must not come back from the cache.
      await sleep(5)
      expect(await info(there, { key })).toBe(401)
    }
  })

  it('with too many evictions for one notification all of them arrive', async () => {
    const keys = await Promise.all(Array.from({ length: 3 }, () => here.issueKey(root.bearer)))
    for (const { key } of keys) await warm({ key })
    const tags = Array.from(
      { length: 350 },
      (_, n) => keys[n === 10 ? 0 : n === 120 ? 1 : n === 349 ? 2 : 3]?.id ?? `key_${n}`,
    )
    await here.database.transaction(async (tx) => {
      const { database } = here
      const barriers = createBarriers({ time: systemTime, id: 'gwy_test', local: noLocalHolders, mostAllowanceMs: 0 })
      const cache = createCredentialCache()
      await createInvalidation({ database, cache, gatewayId: 'gwy_test', barriers }).evict(tx, tags)
    })
    await sleep(100)
    for (const { key } of keys) expect(await sql.during(() => info(there, { key }))).toBe(1)
  })

  async function change(route: string, body: object): Promise<void> {
    expect((await here.call(`PATCH ${route}`, { bearer: root.bearer, body })).status).toBe(200)
  }
  const suspend = ({ email }: SignedInUser, suspended: boolean) =>
    change('/accounts/suspend-user', { email, suspend: suspended })
})
