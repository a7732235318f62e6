import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { readConfig } from '../../platform/config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import { openDatabase } from '../../platform/database/open.ts'
import type { Refusal } from '../../platform/errors/refusal.ts'
import { createRateLimitExchange } from '../../platform/throttle/rate-limit-exchange.ts'
import { addUses, deleteEnded } from '../../platform/throttle/use-store.ts'
import { createKeyRateLimits, type KeyRateLimits } from './key-rate-limits.ts'

const MINUTELY = { requests: 100, perSeconds: 60 }
let keys = 0
function rateLimit(rate = MINUTELY) {
  keys += 1
  return { name: `key_${keys}`, ...rate }
}
type RateLimit = ReturnType<typeof rateLimit>

/** Takes one of each, `times` times at the same instant; resolves with how many were let through. */
async function burst(rateLimits: KeyRateLimits, taken: RateLimit[], times: number): Promise<number> {
  const tries = Array.from({ length: times }, async () => rateLimits.take(taken))
  const outcomes = await Promise.allSettled(tries)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'too_many_requests' })
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

/** Whole minutes from now on the clock stands at the middle of a window, so that none ends under a test. */
const midWindow = <T>(work: () => Promise<T>) => later(MINUTE - (Date.now() % MINUTE) + 30 * SECOND, work)

describe('the rate of a key, at one gateway', () => {
  it('lets through exactly as many of a thousand requests at the same instant as it says', async () => {
    await midWindow(async () => {
      const rateLimits = createKeyRateLimits()
      const one = rateLimit()
      expect(await burst(rateLimits, [one], 1000)).toBe(100)
      expect(await burst(rateLimits, [one], 10)).toBe(0)
      expect(await burst(rateLimits, [rateLimit()], 10)).toBe(10)
    })
  })

  it('never makes a request wait: it is counted at once', () => {
    expect(createKeyRateLimits().take([rateLimit()])).toBeUndefined()
  })

  it('says with a refusal when the window ends, and lets through again from then on', async () => {
    await midWindow(async () => {
      const rateLimits = createKeyRateLimits()
      const one = rateLimit({ requests: 1, perSeconds: 60 })
      await burst(rateLimits, [one], 1)
      const refusal = await Promise.resolve()
        .then(() => rateLimits.take([one]))
        .catch((error: unknown) => error as Refusal)
      expect(refusal).toMatchObject({
        code: 'too_many_requests',
        retryAfterSeconds: 30,
        limit: { name: 'key', quota: 1, windowSeconds: 60 },
      })
      await later(30 * SECOND - 1, async () => expect(await burst(rateLimits, [one], 5)).toBe(0))
      await later(30 * SECOND, async () => expect(await burst(rateLimits, [one], 5)).toBe(1))
    })
  })

  // NTP may set a clock back over the end of a window; each time would be another window of requests.
  it('does not begin anew when the clock is set back by a moment', async () => {
    const rateLimits = createKeyRateLimits()
    const one = rateLimit({ requests: 3, perSeconds: 1 })
    const second = Math.ceil(Date.now() / 1000) * 1000 + 5000
    const at = (ms: number) => later(ms - Date.now(), () => burst(rateLimits, [one], 5))
    expect(await at(second - 1)).toBe(3)
    expect(await at(second)).toBe(3)
    expect(await at(second - 1)).toBe(0)
    expect(await at(second)).toBe(0)
  })

  it('takes one of each budget or none: who is stopped by the issuer keeps their own', async () => {
    await midWindow(async () => {
      const rateLimits = createKeyRateLimits()
      const [own, issuers] = [rateLimit({ requests: 10, perSeconds: 60 }), rateLimit({ requests: 4, perSeconds: 60 })]
      expect(await burst(rateLimits, [own, issuers], 20)).toBe(4)
      expect(await burst(rateLimits, [own], 20)).toBe(6)
    })
  })

  it('holds at once when it is lowered, and begins anew with another window', async () => {
    await midWindow(async () => {
      const rateLimits = createKeyRateLimits()
      const one = rateLimit()
      expect(await burst(rateLimits, [one], 50)).toBe(50)
      expect(await burst(rateLimits, [{ ...one, requests: 60 }], 50)).toBe(10)
      expect(await burst(rateLimits, [{ ...one, requests: 20 }], 50)).toBe(0)
      expect(
        await burst(rateLimits, [{ ...one, name: `${one.name} by the hour`, requests: 20, perSeconds: 3600 }], 50),
      ).toBe(20)
    })
  })

  it('forgets windows that are over, however many keys there were', async () => {
    const rateLimits = createKeyRateLimits()
    const one = rateLimit({ requests: 1, perSeconds: 60 })
    await midWindow(async () => {
      expect(await burst(rateLimits, [one], 2)).toBe(1)
      for (let n = 0; n < 25_000; n += 1) void rateLimits.take([rateLimit({ requests: 1, perSeconds: 1 })])
      // The sweep that so many keys bring takes none that still counts.
      expect(await burst(rateLimits, [one], 2)).toBe(0)
    })
  })
})

describePostgres('the rate of a key, at several gateways', () => {
  const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
  let place: Place
  let database: Database
  const exchanges: { stop(): Promise<void> }[] = []
  beforeAll(async () => {
    place = await openPlace('postgres')
    database = await openDatabase(readConfig(place.environment))
  })
  afterAll(async () => {
    await Promise.all(exchanges.map((exchange) => exchange.stop()))
    await database.close()
    await place.remove()
  })

  function openGateway(on = database): KeyRateLimits {
    const exchange = createRateLimitExchange(on, log)
    if (!exchange) throw new Error('PostgreSQL has an exchange')
    exchanges.push(exchange)
    return createKeyRateLimits(exchange)
  }
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

  // The stated bound: each gateway may be ahead of what it has told the others by a tenth of the rate, or by one.
  it.each([
    [2, 100],
    [3, 100],
    [4, 30],
    [3, 1],
  ])(
    'of a thousand requests at the same instant at each of %i, %i pass, and a tenth for each gateway at most',
    async (gateways, requests) => {
      await midWindow(async () => {
        const one = rateLimit({ requests, perSeconds: 60 })
        const each = Array.from({ length: gateways }, () => openGateway())
        const passed = sum(await Promise.all(each.map((rateLimits) => burst(rateLimits, [one], 1000))))
        expect(passed).toBeGreaterThanOrEqual(requests)
        expect(passed).toBeLessThan(requests + gateways * Math.max(1, Math.floor(requests / 10)))
      })
    },
  )

  it('is exactly what it says where all requests come to one of them, and nobody is refused too early', async () => {
    await midWindow(async () => {
      const [here] = [openGateway(), openGateway()]
      expect(await burst(here as KeyRateLimits, [rateLimit()], 1000)).toBe(100)
    })
  })

  it('is spent for all of them when it is spent at one, but for what they may be ahead', async () => {
    await midWindow(async () => {
      const one = rateLimit()
      const [here, there] = [openGateway(), openGateway()]
      expect(await burst(here, [one], 1000)).toBe(100)
      await here.take([rateLimit()])
      await expect.poll(async () => (await usedOf(one)) === 100, { interval: 10 }).toBe(true)
      expect(await burst(there, [one], 1000)).toBeLessThanOrEqual(10)
    })
  })

  it('is told to the others in the background: as many requests as there may be unreported write nothing', async () => {
    const one = rateLimit({ requests: 1000, perSeconds: 60 })
    let transactions = 0
    const counting: Database = {
      ...database,
      transaction: (work) => {
        transactions += 1
        return database.transaction(work)
      },
    }
    const here = openGateway(counting)
    for (let n = 0; n < 100; n += 1) expect(here.take([one])).toBeUndefined()
    expect(transactions).toBe(0)
    await expect.poll(() => usedOf(one), { interval: 10 }).toBe(100)
    expect(transactions).toBe(1)
  })

  it('is counted by each for itself while the database does not answer, and together again afterwards', async () => {
    let away = true
    const failing: Database = {
      ...database,
      transaction: (work) => (away ? Promise.reject(new Error('away')) : database.transaction(work)),
    }
    await midWindow(async () => {
      const [here, one] = [openGateway(failing), rateLimit()]
      expect(await burst(here, [one], 1000)).toBe(100)
      away = false
      await expect.poll(() => usedOf(one), { interval: 50, timeout: 5000 }).toBe(100)
    })
  })

  it('keeps one line for each rate, of its newest window, and none that is long over', async () => {
    const [{ name }, now] = [rateLimit(), 1_000_000]
    const add = (windowEndsAt: number, used: number) =>
      database.transaction((tx) => addUses(tx, 'rateLimits', [{ rateLimit: name, windowEndsAt, used }]))
    expect((await add(now, 3)).get(name)).toEqual({ windowEndsAt: now, used: 3 })
    expect((await add(now, 4)).get(name)).toEqual({ windowEndsAt: now, used: 7 })
    expect((await add(now + 60, 1)).get(name)).toEqual({ windowEndsAt: now + 60, used: 1 })
    expect((await add(now, 5)).get(name)).toEqual({ windowEndsAt: now + 60, used: 1 })
    await database.transaction((tx) => deleteEnded(tx, 'rateLimits', now + 61))
    expect(await database.read.selectFrom('key_budgets').selectAll().where('budget', '=', name).execute()).toEqual([])
  })

  async function usedOf({ name }: RateLimit): Promise<number> {
    const row = await database.read
      .selectFrom('key_budgets')
      .select('used')
      .where('budget', '=', name)
      .executeTakeFirst()
    return row?.used ?? 0
  }
})
