import { describe, expect, it } from 'vitest'
import { createWorld, outcomeOf, type Sent, verdict } from '../test/world.ts'

const RATE = { budget: 3, name: 'key', quota: 100, window_seconds: 60 }
const QUOTA = { budget: 5, name: 'quota', quota: 1000, window_seconds: 86_400 }

/** A gateway that counts, as the real one does: it hands out slices of at most `slice`. */
function counting(units: number, slice: number, code: string) {
  let left = units
  return {
    left: () => left,
    grant({ need = 0, want = 0, back = 0 }: Sent) {
      left += back
      const granted = left < need ? 0 : Math.min(left, want, Math.max(need, slice))
      left -= granted
      return { granted, ends_in_ms: 60_000, remaining: left, ...(granted === 0 && want > 0 && { code }) }
    },
  }
}

function limited(budgets: object[] = [RATE]) {
  const world = createWorld({ maxWaiting: 10_000 })
  world.a.verdicts.set('k', verdict({ limits: { budgets } }))
  const rate = counting(100, 5, 'too_many_requests')
  const quota = counting(1000, 10, 'quota_exhausted')
  world.a.grants.set(3, rate.grant)
  world.a.grants.set(5, quota.grant)
  world.pass(10)
  return { ...world, rate, quota }
}

describe('a rate limit', () => {
  it('lets exactly as many requests through as it says, however many come at the same instant', () => {
    const { ask, pass } = limited()
    const asked = Array.from({ length: 300 }, () => ask('k'))
    pass(500)
    const outcomes = asked.map(({ verdict: given }) => outcomeOf(given))
    expect(outcomes.filter((one) => one === 'allowed')).toHaveLength(100)
    expect(outcomes.filter((one) => one === 'too_many_requests')).toHaveLength(200)
    expect(asked.at(-1)?.verdict).toMatchObject({
      status: 429,
      retryAfter: 60,
      limits: [{ name: 'key', quota: 100, windowSeconds: 60, remaining: 0, resetSeconds: 60 }],
    })
  })

  it('is used from memory while there is a slice, and the next one is fetched before it is used up', () => {
    const { a, outcome, known, pass } = limited()
    a.grants.set(3, counting(10_000, 50, 'too_many_requests').grant)
    expect(outcome('k')).toBe('allowed')
    for (let n = 0; n < 10; n += 1) outcome('k', {}, 5)
    for (let n = 0; n < 500; n += 1) {
      pass(2)
      expect([n, known('k')]).toEqual([n, 'allowed'])
    }
    expect(a.last().of('budget').length).toBeLessThan(60)
  })

  it('says what is left with each verdict', () => {
    const { ask, pass } = limited()
    ask('k')
    pass(10)
    const asked = ask('k')
    pass(10)
    expect(asked.verdict?.limits).toEqual([
      { name: 'key', quota: 100, windowSeconds: 60, remaining: 98, resetSeconds: 60 },
    ])
  })

  it('starts anew in the next window, without what was left of the last one', () => {
    const { a, outcome, pass, known } = limited()
    a.grants.set(3, ({ need }) => ({ granted: Math.max(need, 5), ends_in_ms: 1000, remaining: 0 }))
    expect(outcome('k')).toBe('allowed')
    expect(known('k')).toBe('allowed')
    pass(1000)
    expect(known('k')).toBe('waits')
    expect(outcome('k')).toBe('allowed')
  })

  it('is asked for again a second after a refusal, since it may have been raised', () => {
    const { a, outcome, pass } = limited()
    a.grants.set(3, () => ({ granted: 0, code: 'too_many_requests', ends_in_ms: 60_000, remaining: 0 }))
    expect(outcome('k')).toBe('too_many_requests')
    for (let n = 0; n < 10; n += 1) expect(outcome('k', {}, 0)).toBe('too_many_requests')
    expect(a.last().of('budget')).toHaveLength(1)
    a.grants.set(3, () => ({ granted: 1, ends_in_ms: 60_000, remaining: 0 }))
    pass(1001)
    expect(outcome('k')).toBe('allowed')
  })

  it.each(['unavailable', 'a_code_of_later'])('that the gateway cannot count (%s) lets nobody through', (code) => {
    const { a, outcome } = limited()
    a.grants.set(3, () => ({ granted: 0, code, ends_in_ms: 1000, remaining: 0 }))
    expect(outcome('k')).toBe('verification_unavailable')
    expect(a.connections).toHaveLength(1)
  })

  it.each([0, 1000])('that cannot be counted is asked for once a second, if the window ends in %i ms', (ends_in_ms) => {
    const { a, outcome, pass } = limited()
    a.grants.set(3, () => ({ granted: 0, code: 'unavailable', ends_in_ms, remaining: 0 }))
    for (let n = 0; n < 200; n += 1) expect(outcome('k', {}, 10)).toBe('verification_unavailable')
    expect(a.last().of('budget').length).toBeLessThanOrEqual(3)
    a.grants.set(3, () => ({ granted: 1, ends_in_ms: 60_000, remaining: 0 }))
    pass(1001)
    expect(outcome('k')).toBe('allowed')
  })

  it('keeps what is left of a slice when the next one cannot be counted', () => {
    const { a, outcome, known } = limited([QUOTA])
    a.grants.set(5, () => ({ granted: 10, ends_in_ms: 60_000, remaining: 100 }))
    expect(outcome('k')).toBe('allowed')
    a.grants.set(5, () => ({ granted: 0, code: 'unavailable', ends_in_ms: 0, remaining: 0 }))
    expect(outcome('k', { cost: 50 })).toBe('verification_unavailable')
    expect(known('k', { cost: 9 })).toBe('allowed')
    expect(known('k')).toBe('verification_unavailable')
  })

  // The gateway takes 500 messages a second, and ends a connection that sends more.
  it('sends no more messages than the gateway takes, however many limits are used up', () => {
    const { a, ask, pass } = limited()
    for (let n = 0; n < 300; n += 1) {
      a.verdicts.set(`k${n}`, verdict({ limits: { budgets: [{ ...RATE, budget: 100 + n }] } }))
      a.grants.set(100 + n, () => ({ granted: 1, ends_in_ms: 60_000, remaining: 0 }))
    }
    for (let round = 0; round < 20; round += 1)
      for (let n = 0; n < 300; n += 1) {
        ask(`k${n}`)
        if (n % 2 === 1) pass(1)
      }
    expect(a.last().sent.length).toBeLessThan(800 + 20 * 150 * 0.5)
    expect(a.last().closedWith()).toBeUndefined()
  })

  it('is not used by a request from another network, and by one that is refused for its scopes', () => {
    const { a, outcome, ask, pass } = limited()
    a.verdicts.set('n', verdict({ limits: { budgets: [RATE], allowed_ips: ['10.0.0.0/8'], scopes: ['a:b'] } }))
    expect(outcome('n', { address: '192.0.2.1' })).toBe('address_not_allowed')
    expect(a.last().of('budget')).toEqual([])
    expect(outcome('n', { address: '10.0.0.1', scope: 'x:y' })).toBe('insufficient_scope')
    const asked = ask('n', { address: '10.0.0.1' })
    pass(10)
    expect(asked.verdict?.limits[0]?.remaining).toBe(98)
  })

  it('forgets a number that the gateway does not know any more, and asks for the credential again', () => {
    const { a, outcome } = limited()
    a.grants.set(3, () => ({ gone: true }))
    a.grants.set(9, () => ({ granted: 5, ends_in_ms: 1000, remaining: 0 }))
    expect(outcome('k', {}, 0)).toBe('waits')
    a.verdicts.set('k', verdict({ tags: [8], limits: { budgets: [{ ...RATE, budget: 9 }] } }))
    expect(outcome('k')).toBe('allowed')
  })

  it('is worth nothing without a lease', () => {
    const { a, outcome, pass, known } = limited()
    expect(outcome('k')).toBe('allowed')
    a.isSilent = true
    pass(2000)
    expect(known('k')).toBe('waits')
  })
})

describe('a quota', () => {
  it('is used by as many units as the request costs, all or none', () => {
    const { outcome, ask, pass, quota } = limited([QUOTA])
    for (let n = 0; n < 9; n += 1) expect(outcome('k', { cost: 100 })).toBe('allowed')
    expect(outcome('k', { cost: 101 })).toBe('quota_exhausted')
    expect(outcome('k', { cost: 0 })).toBe('allowed')
    expect(outcome('k', { cost: 100 })).toBe('allowed')
    expect(outcome('k', { cost: 0 })).toBe('quota_exhausted')
    const asked = ask('k', { cost: 1 })
    pass(10)
    expect(asked.verdict).toMatchObject({
      code: 'quota_exhausted',
      retryAfter: 60,
      refillsOn: expect.stringMatching(/^2026-11-29T12:01:/),
    })
    expect(quota.left()).toBe(0)
  })

  it.each([1001, 5000, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'is never asked for %d units: the request is refused, and others go on',
    (cost) => {
      const { outcome, a } = limited([QUOTA])
      expect(outcome('k', { cost })).toBe('invalid_request')
      for (const { need = 0 } of a.last().of('budget')) expect([0, 1]).toContain(need)
      expect(outcome('k')).toBe('allowed')
    },
  )

  it('and a rate limit are used together; what is refused for the quota has used the rate limit', () => {
    const { outcome, rate, a } = limited([RATE, QUOTA])
    expect(outcome('k')).toBe('allowed')
    expect(a.last().of('budget')).toHaveLength(1)
    a.grants.set(3, ({ want }) => ({ granted: want, ends_in_ms: 60_000, remaining: 5 }))
    expect(outcome('k', { cost: 1000 })).toBe('quota_exhausted')
    expect(rate.left()).toBe(99)
  })

  it('gets back what was not needed for a minute, and what is left at the end', () => {
    const { a, outcome, pass, core, quota } = limited([QUOTA])
    a.grants.set(5, (item) => ({ ...quota.grant(item.want ? { ...item, want: 20 } : item), ends_in_ms: 86_400_000 }))
    expect(outcome('k')).toBe('allowed')
    expect(quota.left()).toBe(990)
    pass(75_000)
    expect(quota.left()).toBe(999)
    expect(outcome('k')).toBe('allowed')
    core.close()
    expect(a.last().closedWith()?.code).toBe(1000)
  })
})
