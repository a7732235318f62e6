import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { listen } from '../../../test/http/raw-http.ts'
import { openPlainVerifier } from '../../../test/verifiers/plain-verifier.ts'
import { createLog } from '../../platform/log.ts'
import { createVerifierList } from './list.ts'
import type { Shown } from './session.ts'

describePostgres('verifiers of several gateways on one PostgreSQL', () => {
  let place: Place
  let here: TestGateway
  let there: TestGateway
  let port: number
  let portHere: number
  let root: SignedInUser
  let own: { key: string }
  beforeAll(async () => {
    place = await openPlace('postgres')
    const environment = { VERIFIER_MAX_STALE_SECONDS: '1' }
    here = await openTestGateway('postgres', { place, environment })
    there = await openTestGateway('postgres', { place, environment })
    port = await listen(there)
    portHere = await listen(here)
    root = await here.signUp()
    own = await here.issueKey(root.bearer, 'verifier', { scopes: ['tokens:introspect'] })
  })
  afterAll(async () => {
    await here.close()
    await there.close()
    await place.remove()
  })

  const deleteKey = (id: string) => here.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id } })

  it('have let go of a key when its deletion at another gateway is answered as confirmed', async () => {
    const verifier = await openPlainVerifier(port, { key: own.key })
    for (let round = 0; round < 5; round += 1) {
      const { id, key } = await here.issueKey(root.bearer)
      await verifier.verify(key)
      await waitFor(async () => ((await verifier.renew()).lease_ms > 0 ? true : undefined))
      const { body } = await deleteKey(id)
      // The acknowledgement was sent after the eviction came, and the answer after the acknowledgement.
      expect([body.revocation.confirmed, verifier.evictions.length]).toEqual([true, round + 1])
    }
    await verifier.close()
  })

  it('that do not acknowledge are waited for until their lease is over', async () => {
    const verifier = await openPlainVerifier(port, { key: own.key, acknowledges: false })
    const { id, key } = await here.issueKey(root.bearer)
    await verifier.verify(key)
    const renewed = await waitFor(async () => {
      const answer = await verifier.renew()
      return answer.lease_ms > 500 ? answer : undefined
    })
    const startedAt = performance.now()
    const { body } = await deleteKey(id)
    expect(performance.now() - startedAt).toBeGreaterThan(renewed.lease_ms - 300)
    expect(body.revocation.confirmed).toBe(true)
    expect(await verifier.over).toEqual({ code: 4408, reason: 'too_slow' })
  })

  it('get an allowance only when the other gateways know of it', async () => {
    const verifier = await openPlainVerifier(port, { key: own.key, hello: { max_stale_ms: 60_000 } })
    expect(verifier.welcome?.max_stale_ms).toBe(1000)
    expect(await waitFor(async () => ((await verifier.renew()).max_stale_ms === 1000 ? true : undefined))).toBe(true)
    await verifier.close()
  })

  it('forget everything when their gateway may have missed something, and go on', async () => {
    const verifier = await openPlainVerifier(port, { key: own.key })
    const { id, key } = await here.issueKey(root.bearer)
    await verifier.verify(key)
    await here.database.pool?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'quiva-gateway-listen'`,
    )
    await waitFor(async () => (verifier.evictions.some(({ all }) => all) ? true : undefined))
    await waitFor(async () => ((await verifier.renew()).lease_ms > 0 ? true : undefined))
    expect((await verifier.verify(key))[0]?.active).toBe(true)
    await deleteKey(id)
    expect((await verifier.verify(key))[0]?.active).toBe(false)
    await verifier.close()
  })

  it.each([
    ['a rate limit', 300, 0.1, { rate_limit: { requests: 300, per_seconds: 86_400 } }],
    ['a quota', 900, 0.01, { quota: { requests: 900, per: 'day', resets: 'calendar' } }],
  ])('exceed %s by less than the stated part for each gateway, and use it up', async (_what, most, part, limits) => {
    const { key } = await here.issueKey(root.bearer, 'hammered', limits)
    const verifiers = await Promise.all(
      [port, portHere, port, portHere, port, portHere].map((at) => openPlainVerifier(at, { key: own.key })),
    )
    let granted = 0
    const hammering = verifiers.map(async (verifier) => {
      const [verdict] = await verifier.verify(key)
      const budget = verdict?.limits.budgets[0].budget
      // Until the limit is used up, eight questions at a time.
      for (let refused = false; !refused; ) {
        const questions = Array.from({ length: 8 }, () => verifier.budget({ budget, need: 1, want: 1000 }))
        for (const [slice] of await Promise.all(questions)) {
          granted += slice?.granted
          refused ||= slice?.granted === 0
        }
      }
    })
    await Promise.all(hammering)
    expect(granted).toBeGreaterThanOrEqual(most)
    expect(granted).toBeLessThan(most * (1 + 2 * part))
    for (const verifier of verifiers) await verifier.close()
  })

  it('are listed by all gateways, and not those of a gateway of which nothing is heard', async () => {
    const shown = (id: string): Shown => ({
      ...{ id, accountId: root.accountId, kind: 'verifier', name: id, version: 'x', since: 5, entries: 7 },
      renewedAt: undefined,
    })
    const listAt = (gateway: string, holders: Shown[]) =>
      createVerifierList(here.database, gateway, { all: () => holders, list: () => holders }, createLog('silent'))
    const holders = [shown('hol_a'), shown('hol_b')]
    const [one, other] = [listAt('gwy_one', holders), listAt('gwy_other', [])]
    await one.flush()
    await other.flush()
    // The rows of earlier tests may still be there.
    const ids = async () =>
      (await other.list(root.accountId)).flatMap(({ id, gateway }) =>
        gateway.startsWith('gwy_o') ? [`${id} ${gateway}`] : [],
      )
    expect(await ids()).toEqual(['hol_a gwy_one', 'hol_b gwy_one'])
    expect(await other.list('another')).toEqual([])
    holders.pop()
    await one.flush()
    expect(await ids()).toEqual(['hol_a gwy_one'])
    await here.database.transaction(({ db }) =>
      db
        .updateTable('verifiers')
        .set({ seen_at: Date.now() - 31_000 })
        .where('id', '=', 'hol_a')
        .execute(),
    )
    expect(await ids()).toEqual([])
    holders.pop()
    await one.flush()
  })
})

describeEngines('a gateway that stops', (engine) => {
  it('says goodbye to its verifiers, and waits until they honour nothing of it any more', async () => {
    const test = await openTestGateway(engine)
    const port = await listen(test)
    const root = await test.signUp()
    const { key } = await test.issueKey(root.bearer, 'verifier')
    const [quick, slow] = await Promise.all([openPlainVerifier(port, { key }), openPlainVerifier(port, { key })])
    test.gateway.drain()
    expect(await quick.next('goodbye')).toEqual({ type: 'goodbye', reconnect_ms: 1000 })
    // It still answers, but renews nothing, and takes no new verifier.
    expect((await quick.verify(key))[0]?.active).toBe(true)
    await expect(openPlainVerifier(port, { key })).rejects.toThrow('503')
    await quick.close()
    const startedAt = performance.now()
    const closed = test.close()
    expect(await slow.over).toEqual({ code: 1001, reason: 'stopping' })
    await closed
    expect(performance.now() - startedAt).toBeLessThan(4000)
  })
})
