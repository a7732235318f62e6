import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { DAY, later, SECOND } from '../../../test/run/clock.ts'
import { readConfig } from '../../platform/config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import { openDatabase } from '../../platform/database/open.ts'
import { createQuotaExchange } from '../../platform/throttle/rate-limit-exchange.ts'
import { deleteEnded, topUpQuota } from '../../platform/throttle/use-store.ts'
import { periodAt } from '../../platform/values/periods.ts'
import { createKeyQuotas, type KeyQuotas } from './key-quotas.ts'
import type { Quota } from './quota.ts'

let keys = 0
function quotaOf(requests: number, more: Partial<Quota> = {}): Quota {
  keys += 1
  return { name: `key_${keys}/month/calendar`, requests, per: 'month', resets: 'calendar', anchor: null, ...more }
}

/** Takes `units` of each, `times` times at the same instant; resolves with how often that was let through. */
async function burst(quotas: KeyQuotas, taken: Quota[], times: number, units = 1): Promise<number> {
  const tries = Array.from({ length: times }, async () => quotas.take(taken, units))
  const outcomes = await Promise.allSettled(tries)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'quota_exhausted' })
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
const endOf = ({ per, anchor }: Quota) => periodAt(per, anchor, Date.now()).endsAt

function openAt(engine: 'sqlite' | 'postgres') {
  let place: Place
  let database: Database
  const exchanges: { stop(): Promise<void> }[] = []
  beforeAll(async () => {
    place = await openPlace(engine)
    database = await openDatabase(readConfig(place.environment))
  })
  afterAll(async () => {
    await Promise.all(exchanges.map((exchange) => exchange.stop()))
    await database.close()
    await place.remove()
  })
  return {
    database: () => database,
    /** A gateway; `stop` ends it as a clean stop does, and leaving that out as a kill. */
    gateway(on = database) {
      const exchange = createQuotaExchange(on, log)
      exchanges.push(exchange)
      return { quotas: createKeyQuotas(exchange, engine === 'postgres'), stop: exchange.stop }
    },
    async stored({ name }: Quota) {
      const query = database.read.selectFrom('key_quotas').select(['used', 'topped_up']).where('quota', '=', name)
      return query.executeTakeFirst()
    },
    topUp: (quota: Quota, units: number) =>
      database.transaction((tx) => topUpQuota(tx, quota.name, { windowEndsAt: endOf(quota), units })),
  }
}

describeEngines('the quota of a key, at one gateway', (engine) => {
  const at = openAt(engine)

  it.each([1, 7, 50, 150])(
    'of %i lets exactly so many of two hundred requests at the same instant through',
    async (requests) => {
      const { quotas } = at.gateway()
      const one = quotaOf(requests)
      expect(await burst(quotas, [one], 200)).toBe(requests)
      expect(await burst(quotas, [one], 50)).toBe(0)
    },
  )

  it('says when to come again, which policy, and what is left', async () => {
    await later(0, async () => {
      const { quotas } = at.gateway()
      const one = quotaOf(3)
      await quotas.take([one], 1)
      const windowSeconds = Math.round((endOf(one) - periodAt('month', null, Date.now()).beginsAt) / SECOND)
      const resetSeconds = Math.ceil((endOf(one) - Date.now()) / SECOND)
      const state = { name: 'quota', quota: 3, windowSeconds, resetSeconds }
      expect(quotas.tightest([one])).toEqual({ ...state, remaining: 2 })
      const refused = await (async () => quotas.take([one], 3))().catch((error: unknown) => error)
      expect(refused).toMatchObject({
        code: 'quota_exhausted',
        retryAfterSeconds: resetSeconds,
        refillsAt: endOf(one),
        limit: { name: 'quota', quota: 3, windowSeconds, remaining: 2 },
      })
    })
  })

  it('takes as many units as are asked for, all or none, and with 0 only says whether something is left', async () => {
    const { quotas } = at.gateway()
    const one = quotaOf(100)
    expect(await burst(quotas, [one], 40, 7)).toBe(14)
    expect(await burst(quotas, [one], 5, 0)).toBe(5)
    expect(quotas.tightest([one])?.remaining).toBe(2)
    expect(await burst(quotas, [one], 5, 1)).toBe(2)
    expect(await burst(quotas, [one], 5, 0)).toBe(0)
  })

  it('uses none of several quotas if one of them is used up', async () => {
    const { quotas } = at.gateway()
    const [own, issuers] = [quotaOf(10), quotaOf(4)]
    expect(await burst(quotas, [own, issuers], 20)).toBe(4)
    expect(await burst(quotas, [own], 20)).toBe(6)
    expect(quotas.tightest([own, issuers])?.remaining).toBe(0)
  })

  it('begins anew with the next period, and not when the clock is set back a little', async () => {
    const { quotas } = at.gateway()
    const one = quotaOf(5, { per: 'day' })
    const midnight = DAY - (Date.now() % DAY)
    await later(midnight - SECOND, () => burst(quotas, [one], 9).then((passed) => expect(passed).toBe(5)))
    await later(midnight + SECOND, () => burst(quotas, [one], 9).then((passed) => expect(passed).toBe(5)))
    await later(midnight - SECOND, () => burst(quotas, [one], 9).then((passed) => expect(passed).toBe(0)))
  })

  it('applies at once when it is lowered, with what was used already', async () => {
    const { quotas } = at.gateway()
    const one = quotaOf(100)
    expect(await burst(quotas, [one], 50)).toBe(50)
    expect(await burst(quotas, [{ ...one, requests: 60 }], 50)).toBe(10)
    expect(await burst(quotas, [{ ...one, requests: 20 }], 50)).toBe(0)
    expect(quotas.tightest([{ ...one, requests: 20 }])?.remaining).toBe(0)
  })

  it('outlives the gateway: one that stops has stored each use', async () => {
    const one = quotaOf(1000)
    for (let round = 1; round <= 3; round += 1) {
      const { quotas, stop } = at.gateway()
      expect(await burst(quotas, [one], 123)).toBe(123)
      await stop()
      expect(await at.stored(one)).toMatchObject({ used: 123 * round })
    }
    const { quotas } = at.gateway()
    expect(await burst(quotas, [one], 1000)).toBe(1000 - 3 * 123)
  })

  // Attack: whoever can make the gateway crash again and again would have no quota.
  it('is stored within a second while it is used, so that a kill loses no more', async () => {
    const one = quotaOf(1000)
    const { quotas } = at.gateway()
    await quotas.take([one], 1)
    for (let n = 0; n < 200; n += 1) await quotas.take([one], 1)
    await expect.poll(async () => (await at.stored(one))?.used, { interval: 20, timeout: 3000 }).toBe(201)
    // Nobody has told the first gateway to stop.
    const next = at.gateway()
    expect(await burst(next.quotas, [one], 1000)).toBe(1000 - 201)
  })

  it('waits for the database the first time only, and then writes nothing for a request', async () => {
    let transactions = 0
    const counting: Database = {
      ...at.database(),
      transaction: (work) => {
        transactions += 1
        return at.database().transaction(work)
      },
    }
    const { quotas } = at.gateway(counting)
    const one = quotaOf(100_000)
    await quotas.take([one], 1)
    const before = transactions
    for (let n = 0; n < 500; n += 1) expect(quotas.take([one], 1)).toBeUndefined()
    expect(transactions).toBe(before)
    await expect.poll(async () => (await at.stored(one))?.used, { interval: 20, timeout: 3000 }).toBe(501)
    expect(transactions - before).toBeLessThanOrEqual(2)
  })

  it('is counted in memory while the database does not answer, and stored afterwards', async () => {
    let away = false
    const failing: Database = {
      ...at.database(),
      transaction: (work) => (away ? Promise.reject(new Error('away')) : at.database().transaction(work)),
    }
    const { quotas } = at.gateway(failing)
    const [one, unseen] = [quotaOf(300), quotaOf(20)]
    expect(await burst(quotas, [one], 100)).toBe(100)
    away = true
    expect(await burst(quotas, [one], 500)).toBe(200)
    expect(await burst(quotas, [unseen], 50)).toBe(20)
    away = false
    await expect.poll(async () => (await at.stored(one))?.used, { interval: 50, timeout: 6000 }).toBe(300)
    expect((await at.stored(unseen))?.used).toBe(20)
  })

  it('has what was added to it once the gateway was told, however many add and use at the same instant', async () => {
    const one = quotaOf(50)
    const { quotas } = at.gateway()
    expect(await burst(quotas, [one], 100)).toBe(50)
    const uses = burst(quotas, [one], 100)
    await Promise.all(Array.from({ length: 10 }, () => at.topUp(one, 3)))
    quotas.changed(one.name)
    const passed = await uses
    expect(passed + (await burst(quotas, [one], 100))).toBe(30)
    expect(await at.stored(one)).toMatchObject({ topped_up: 30 })
  })

  it('loses what was added at the end of the period, and its row an hour later', async () => {
    const one = quotaOf(5, { per: 'day' })
    const { quotas, stop } = at.gateway()
    await at.topUp(one, 100)
    expect(await burst(quotas, [one], 200)).toBe(105)
    await later(DAY, () => burst(quotas, [one], 200).then((passed) => expect(passed).toBe(5)))
    await stop()
    expect(await at.stored(one)).toEqual({ used: 5, topped_up: 0 })
    await at.database().transaction((tx) => deleteEnded(tx, 'quotas', Date.now() + 3 * DAY))
    expect(await at.stored(one)).toBeUndefined()
  })
})

describePostgres('the quota of a key, at several gateways', () => {
  const at = openAt('postgres')
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

  // The stated bound: each gateway may be ahead of what it has told the others by a hundredth of the quota, or by one.
  it.each([
    [2, 1000],
    [3, 300],
    [4, 20],
    [3, 1],
  ])(
    'of many requests at the same instant at each of %i, %i pass, and the stated bound at most',
    async (n, requests) => {
      const one = quotaOf(requests)
      const gateways = Array.from({ length: n }, () => at.gateway())
      const times = Math.max(100, 2 * requests)
      const passed = sum(await Promise.all(gateways.map(({ quotas }) => burst(quotas, [one], times))))
      expect(passed).toBeGreaterThanOrEqual(requests)
      expect(passed).toBeLessThan(requests + n * Math.max(1, Math.floor(requests / 100)))
      await Promise.all(gateways.map(({ stop }) => stop()))
      expect((await at.stored(one))?.used).toBe(passed)
    },
  )

  it('is used up for all when it is used up at one, and topped up for all within a second', async () => {
    const one = quotaOf(100)
    const [here, there] = [at.gateway(), at.gateway()]
    expect(await burst(there.quotas, [one], 1)).toBe(1)
    expect(await burst(here.quotas, [one], 200)).toBe(99)
    await here.stop()
    expect(await burst(there.quotas, [one], 50)).toBeLessThanOrEqual(1)
    await at.topUp(one, 40)
    await expect.poll(() => burst(there.quotas, [one], 1), { interval: 50, timeout: 2000 }).toBe(1)
    expect(await burst(there.quotas, [one], 200)).toBeGreaterThanOrEqual(38)
  })

  it('that is used up is looked up once a second at most, however often it is tried', async () => {
    let transactions = 0
    const counting: Database = {
      ...at.database(),
      transaction: (work) => {
        transactions += 1
        return at.database().transaction(work)
      },
    }
    const { quotas } = at.gateway(counting)
    const one = quotaOf(1)
    await burst(quotas, [one], 50)
    const [before, startedAt] = [transactions, performance.now()]
    while (performance.now() - startedAt < 1500) expect(await burst(quotas, [one], 20)).toBe(0)
    expect(transactions - before).toBeLessThanOrEqual(3)
  })
})
