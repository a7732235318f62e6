import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { Refusal } from '../errors/refusal.ts'
import { createLimiter, type Limit, type Limiter } from './limiter.ts'

const LIMIT: Limit = { name: 'test', quota: 3, windowSeconds: 60 }

let keys = 0
const freshKey = () => `key-${++keys}`

/** The refusal that `work` ends with, or undefined. */
async function refusalOf(work: Promise<void>): Promise<Refusal | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function guarantees(limiterOf: () => Limiter): void {
  async function spend(key: string, times = 3): Promise<void> {
    for (let time = 0; time < times; time += 1) await limiterOf().count(key)
  }

  it('lets the quota through and refuses the next, saying when and which limit', async () => {
    const key = freshKey()
    await spend(key)
    const refusal = await refusalOf(limiterOf().count(key))
    expect(refusal?.code).toBe('too_many_requests')
    expect(refusal?.limit).toEqual(LIMIT)
    expect(refusal?.retryAfterSeconds).toBeGreaterThan(55)
    expect(refusal?.retryAfterSeconds).toBeLessThanOrEqual(60)
  })

  it('counts each key by itself', async () => {
    await spend(freshKey())
    expect(await refusalOf(limiterOf().count(freshKey()))).toBeUndefined()
  })

  it('of many at the same instant lets exactly the quota through', async () => {
    const key = freshKey()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refusalOf(limiterOf().count(key))))
    expect(outcomes.filter((refusal) => refusal === undefined)).toHaveLength(3)
  })

  it('opens when the window is over, counted from the first; refused tries do not extend it', async () => {
    const key = freshKey()
    await later(0, async () => {
      await spend(key)
      await later(40 * SECOND, async () => expect(await refusalOf(limiterOf().count(key))).toBeDefined())
      const last = await later(59 * SECOND, () => refusalOf(limiterOf().count(key)))
      expect(last?.retryAfterSeconds).toBe(1)
      await later(61 * SECOND, async () => expect(await refusalOf(limiterOf().count(key))).toBeUndefined())
    })
  })

  it('can be asked without counting', async () => {
    const key = freshKey()
    for (let time = 0; time < 5; time += 1) await limiterOf().refuseIfSpent(key)
    await spend(key, 2)
    await limiterOf().refuseIfSpent(key)
    await spend(key, 1)
    expect((await refusalOf(limiterOf().refuseIfSpent(key)))?.retryAfterSeconds).toBeGreaterThan(55)
    await later(2 * MINUTE, () => limiterOf().refuseIfSpent(key))
  })
}

describe('a limiter in memory', () => {
  const limiter = createLimiter(LIMIT)
  guarantees(() => limiter)
})

describeEngines('a limiter on a database', (engine) => {
  let test: TestGateway
  let limiter: Limiter
  beforeAll(async () => {
    test = await openTestGateway(engine)
    limiter = createLimiter(LIMIT, test.database)
  })
  afterAll(() => test.close())

  guarantees(() => limiter)

  it('is told apart from another limiter by its name', async () => {
    const key = freshKey()
    const other = createLimiter({ ...LIMIT, name: 'other' }, test.database)
    for (let time = 0; time < 3; time += 1) await limiter.count(key)
    expect(await refusalOf(other.count(key))).toBeUndefined()
  })

  // Attack: with several gateways behind one address, each would give the quota anew.
  if (engine === 'sqlite') return
  it('shares its counts with every gateway on the same PostgreSQL', async () => {
    const key = freshKey()
    const elsewhere = createLimiter(LIMIT, test.database)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refusalOf((index % 2 ? limiter : elsewhere).count(key))),
    )
    expect(outcomes.filter((refusal) => refusal === undefined)).toHaveLength(3)
  })
})
