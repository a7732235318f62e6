import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { Refusal } from '../errors/refusal.ts'
import { createTries, type Tries } from './tries.ts'

const LIMIT = { name: 'test', quota: 3, windowSeconds: 60 }

let keys = 0
const freshKey = () => `key-${++keys}`

/** Begins a try, compares for a moment, and ends it; resolves with what became of it. */
async function attempt(tries: Tries, key: string, ending: 'failed' | 'spared', ms = 0): Promise<string> {
  try {
    const begun = await tries.begin(key)
    if (ms > 0) await sleep(ms)
    await begun.end(ending)
    return ending
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

function guarantees(triesOf: () => Tries): void {
  const fail = (key: string, ms?: number) => attempt(triesOf(), key, 'failed', ms)
  const spare = (key: string, ms?: number) => attempt(triesOf(), key, 'spared', ms)

  it('let the quota fail, and refuse the next, saying when and which limit', async () => {
    const key = freshKey()
    for (let time = 0; time < 3; time += 1) expect(await fail(key)).toBe('failed')
    const refusal = await triesOf()
      .begin(key)
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'too_many_requests', limit: LIMIT })
    expect((refusal as Refusal).retryAfterSeconds).toBeGreaterThan(50)
    expect(await fail(freshKey())).toBe('failed')
  })

  it('of many wrong ones at the same instant let exactly the quota through', async () => {
    const key = freshKey()
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => fail(key, 5)))
    expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(3)
  })

  it('of many right ones at the same instant refuse none', async () => {
    const key = freshKey()
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => spare(key, 2)))
    expect(outcomes).toEqual(Array<string>(30).fill('spared'))
    expect(await Promise.all(Array.from({ length: 10 }, () => fail(key)))).toContain('too_many_requests')
  })

  it('open when the window is over, counted from the first; refused tries do not extend it', async () => {
    const key = freshKey()
    await later(0, async () => {
      for (let time = 0; time < 3; time += 1) await fail(key)
      await later(59 * SECOND, async () => expect(await fail(key)).toBe('too_many_requests'))
      await later(61 * SECOND, async () => expect(await fail(key)).toBe('failed'))
    })
  })

  it('forget failures, and nothing that is under way', async () => {
    const key = freshKey()
    await fail(key)
    const underWay = await triesOf().begin(key)
    await triesOf().forget(key)
    expect([await fail(key), await fail(key)]).toEqual(['failed', 'failed'])
    await underWay.end('failed')
    expect(await fail(key)).toBe('too_many_requests')
  })

  it('give nobody a try for nothing: one that ends twice, or after its window, changes nothing', async () => {
    const key = freshKey()
    await later(0, async () => {
      const late = await triesOf().begin(key)
      const twice = await triesOf().begin(key)
      await twice.end('spared')
      await twice.end('spared')
      await later(2 * MINUTE, async () => {
        await fail(key)
        await late.end('spared')
        expect([await fail(key), await fail(key), await fail(key)]).toEqual(['failed', 'failed', 'too_many_requests'])
      })
    })
  })
}

describe('tries that are counted in memory', () => {
  const tries = createTries(LIMIT)
  guarantees(() => tries)
})

describeEngines('tries that are counted beside a database', (engine) => {
  let test: TestGateway
  let tries: Tries
  beforeAll(async () => {
    test = await openTestGateway(engine)
    tries = createTries(LIMIT, test.database)
  })
  afterAll(() => test.close())
  guarantees(() => tries)

  it('are told apart by the name of the limit', async () => {
    const key = freshKey()
    const others = createTries({ ...LIMIT, name: 'other' }, test.database)
    for (let time = 0; time < 3; time += 1) await attempt(tries, key, 'failed')
    expect(await attempt(others, key, 'failed')).toBe('failed')
  })

  if (engine === 'sqlite') return

  // Attack: with several gateways behind one address, each would give the quota anew.
  it('are shared by every gateway on the same PostgreSQL, those under way too', async () => {
    const elsewhere = createTries(LIMIT, test.database)
    const both = (key: string, ending: 'failed' | 'spared') =>
      Promise.all(Array.from({ length: 20 }, (_, index) => attempt(index % 2 ? tries : elsewhere, key, ending, 5)))
    const [wrong, right] = [freshKey(), freshKey()]
    expect((await both(wrong, 'failed')).filter((outcome) => outcome === 'failed')).toHaveLength(3)
    expect(await both(right, 'spared')).toEqual(Array<string>(20).fill('spared'))
  })

  // A gateway that is killed never ends its tries: they count as failures, and nobody waits for them for ever.
  it('that a crash left under way count until their window is over', async () => {
    const key = freshKey()
    await later(0, async () => {
      for (let time = 0; time < 2; time += 1) await tries.begin(key)
      expect(await attempt(tries, key, 'failed')).toBe('failed')
      await later(61 * SECOND, async () => expect(await attempt(tries, key, 'failed')).toBe('failed'))
    })
  })
})
