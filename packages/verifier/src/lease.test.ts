import { describe, expect, it } from 'vitest'
import { createWorld, outcomeOf, verdict } from '../test/world.ts'

/** A verifier that has just renewed its lease, and knows one key. */
function holding(more: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(more)
  for (const gateway of [world.a, world.b]) gateway.verdicts.set('good', verdict())
  world.pass(10)
  expect(world.outcome('good', {}, 5)).toBe('allowed')
  return world
}

describe('what is remembered', () => {
  it('is honoured as long as renewals are answered', () => {
    const { pass, known } = holding()
    for (let n = 0; n < 20; n += 1) {
      pass(1000)
      expect(known('good')).toBe('allowed')
    }
  })

  it('is honoured for the lease after the last answered renewal was sent, to the millisecond', () => {
    const { a, pass, known, core } = holding()
    // The renewal at 650 ms takes 100 ms to the gateway, and its answer as long.
    a.latencyMs = 100
    pass(641 + 205)
    a.isSilent = true
    expect(known('good')).toBe('allowed')
    const sinceSent = 15 + 641 + 205 - 651
    pass(2000 - sinceSent - 2)
    expect([known('good'), core.holds('good') !== undefined]).toEqual(['allowed', true])
    pass(2)
    expect([known('good'), core.holds('good') !== undefined]).toEqual(['waits', false])
  })

  it('is honoured again after the next renewal of the same connection: evictions came before that', () => {
    const { a, pass, known, stop } = holding()
    stop(3000)
    expect(known('good')).toBe('waits')
    pass(5)
    expect(known('good')).toBe('allowed')
    expect(a.last().closedWith()).toBeUndefined()
  })

  it.each([
    ['set forward', 3000],
    ['set back', -3000],
  ])('is not honoured once the wall clock is %s, until the next renewal', (_how, ms) => {
    const { setWall, known, pass, core, outcome } = holding()
    setWall(ms)
    expect([known('good'), core.holds('good') !== undefined]).toEqual(['waits', false])
    pass(700)
    expect(outcome('good')).toBe('allowed')
  })

  // The gateway gives a shorter lease, or none, while it is not sure to hear of revocations itself.
  it('is honoured only for as long as the gateway says', () => {
    const { a, pass, known } = holding()
    a.leaseMs = 300
    pass(2000)
    const seen = new Set<string>()
    for (let n = 0; n < 65; n += 1) {
      pass(10)
      seen.add(known('good'))
    }
    expect(seen).toEqual(new Set(['allowed', 'waits']))
    a.leaseMs = 0
    pass(2000)
    for (let n = 0; n < 65; n += 1) {
      pass(10)
      expect(known('good')).toBe('waits')
    }
  })

  // Stopped for ten seconds, the process finds the answer in its socket. Everybody believes by now that it honours nothing.
  it('does not become honoured by an answer that lay in the socket while the process was stopped', () => {
    const { a, ask, stop, pass } = holding({ timeoutMs: 20_000 })
    a.verdicts.set('k', verdict({ tags: [5] }))
    const asked = ask('k')
    pass(2)
    expect(a.last().of('verify')).toHaveLength(2)
    a.verdicts.delete('k')
    stop(10_000)
    expect(outcomeOf(asked.verdict)).toBe('waits')
    pass(200)
    expect(outcomeOf(asked.verdict)).toBe('unauthorized')
  })

  it('is not honoured by an answer on a connection that has no lease yet', () => {
    const world = createWorld()
    world.a.leaseMs = 0
    world.a.verdicts.set('good', verdict())
    world.pass(10)
    const asked = world.ask('good')
    world.pass(900)
    expect(outcomeOf(asked.verdict)).toBe('waits')
    world.a.leaseMs = 2000
    world.pass(90)
    world.pass(700)
    expect(world.known('good')).toBe('waits')
    expect(world.outcome('good')).toBe('allowed')
  })
})

describe('an eviction', () => {
  it('is acknowledged after the entries are gone, and takes those and no others', () => {
    const { a, outcome, known, pass } = holding()
    a.verdicts.set('other', verdict({ tags: [3] }))
    expect(outcome('other')).toBe('allowed')
    a.last().evict({ tags: [2, 99] })
    expect([known('good'), known('other')]).toEqual(['waits', 'allowed'])
    pass(1)
    expect(a.last().of('evicted')).toEqual([{ type: 'evicted', n: 1 }])
    a.last().evict({ all: true })
    expect(known('other')).toBe('waits')
    pass(1)
    expect(a.last().of('evicted').at(-1)).toEqual({ type: 'evicted', n: 2 })
  })

  it('takes nothing that is learnt after it', () => {
    const { a, outcome } = holding()
    a.last().evict({ tags: [1] })
    expect(outcome('good')).toBe('allowed')
  })

  // While this request waits for a slice of its rate limit, its key is revoked.
  it('reaches a request that has its verdict and waits for something else', () => {
    const { a, ask, pass } = holding()
    const budgets = [{ budget: 3, name: 'key', quota: 10, window_seconds: 60 }]
    a.verdicts.set('k', verdict({ tags: [5], limits: { budgets } }))
    a.grants.set(3, ({ want }) => ({ granted: want, ends_in_ms: 60_000, remaining: 9 }))
    const asked = ask('k')
    pass(4)
    expect(a.last().of('budget')).toHaveLength(1)
    a.verdicts.delete('k')
    a.last().evict({ tags: [5] })
    pass(200)
    expect(outcomeOf(asked.verdict)).toBe('unauthorized')
  })

  it('is acknowledged together with others, if there are very many', () => {
    const { a, pass } = holding()
    for (let n = 0; n < 5000; n += 1) a.last().evict({ tags: [n + 10] })
    pass(20)
    const numbers = a
      .last()
      .of('evicted')
      .map(({ n }) => n)
    expect(numbers.length).toBeLessThan(1000)
    expect(numbers.at(-1)).toBe(5000)
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
  })
})

describe('without a gateway', () => {
  it('everything is refused once the lease is over, at once when each was tried', () => {
    const { a, b, pass, ask, known, core } = holding({ gateways: 2 })
    for (const gateway of [a, b]) gateway.refuses = 1006
    a.last().lose()
    pass(500)
    expect(known('good')).toBe('allowed')
    pass(2000)
    expect([known('good'), outcomeOf(ask('good').verdict)]).toEqual(['waits', 'verification_unavailable'])
    expect(core.state()).toMatchObject({ connected: false, trouble: '1006' })
  })

  it('what was learnt is honoured for as long as was asked for and allowed, and is marked', () => {
    const { a, pass, known, outcome } = holding({ maxStaleMs: 5000 })
    expect(a.last().of('hello')[0].max_stale_ms).toBe(5000)
    a.allowanceMs = 3000
    const budgets = [{ budget: 3, name: 'key', quota: 10, window_seconds: 600 }]
    a.verdicts.set('counted', verdict({ limits: { budgets } }))
    a.grants.set(3, () => ({ granted: 5, ends_in_ms: 600_000, remaining: 5 }))
    expect(outcome('counted')).toBe('allowed')
    pass(700)
    a.refuses = 1006
    a.last().lose()
    pass(1000)
    expect([known('good'), known('counted')]).toEqual(['allowed', 'allowed'])
    pass(1500)
    // A limit cannot be kept without a gateway.
    expect([known('good'), known('counted')]).toEqual(['stale', 'verification_unavailable'])
    pass(3000)
    expect(known('good')).toBe('waits')
  })
})
