import { describe, expect, it } from 'vitest'
import { createWorld, outcomeOf, verdict } from '../test/world.ts'

function twoGateways(more: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld({ gateways: 2, ...more })
  for (const gateway of [world.a, world.b]) gateway.verdicts.set('good', verdict())
  world.pass(10)
  return world
}

describe('a verifier with several gateways', () => {
  it('uses the first that answers, and leaves the other alone', () => {
    const { a, b, core, pass } = twoGateways()
    pass(5000)
    expect([a.connections.length, b.connections.length, core.state().url]).toEqual([1, 0, 'a'])
  })

  it('tries the next beside one that is silent, and the next at once if one refuses', () => {
    const silent = createWorld({ gateways: 2 })
    silent.a.isSilent = true
    silent.pass(310)
    expect(silent.core.state()).toMatchObject({ connected: true, url: 'b' })
    expect(silent.a.last().closedWith()?.code).toBe(1000)
    const refusing = createWorld({ gateways: 2, aRefuses: 1006 })
    refusing.pass(20)
    expect(refusing.core.state()).toMatchObject({ connected: true, url: 'b' })
  })

  it('goes to another when its gateway is lost, and asks there what it uses, so that no request notices', () => {
    const { a, b, outcome, known, pass, core } = twoGateways()
    expect(outcome('good')).toBe('allowed')
    a.last().lose()
    expect(known('good')).toBe('allowed')
    pass(20)
    expect(core.state().url).toBe('b')
    expect(known('good')).toBe('allowed')
    pass(5)
    expect(b.last().of('verify')).toHaveLength(1)
    pass(3000)
    expect(known('good')).toBe('allowed')
  })

  // Evictions for the old connection came to nobody: a lease of the new one says nothing about its entries.
  it('does not honour what came from a gateway that was lost, once that lease is over, whatever the new one says', () => {
    const { a, outcome, known, pass } = twoGateways()
    expect(outcome('good')).toBe('allowed')
    a.last().lose()
    pass(2100)
    expect(known('good')).toBe('waits')
  })

  it('asks again at the new gateway what the lost one had not answered', () => {
    const { a, ask, pass } = twoGateways()
    a.isSilent = true
    const asked = ask('good')
    pass(5)
    a.last().lose()
    pass(20)
    expect(outcomeOf(asked.verdict)).toBe('allowed')
  })

  it('leaves a gateway that says goodbye without a gap, and tells it when it honours nothing of it any more', () => {
    const { a, b, outcome, known, pass } = twoGateways()
    expect(outcome('good')).toBe('allowed')
    a.last().bring({ type: 'goodbye', reconnect_ms: 500 })
    a.leaseMs = 0
    for (let n = 0; n < 300; n += 1) {
      pass(10)
      expect(known('good')).toBe('allowed')
    }
    expect(b.last().of('verify')).toHaveLength(1)
    expect(a.last().closedWith()).toMatchObject({ code: 1000 })
  })

  it('leaves no connection behind at a gateway that gave no leases for a while and gives them again', () => {
    const { a, b, known, outcome, pass } = twoGateways()
    expect(outcome('good')).toBe('allowed')
    for (let flap = 0; flap < 10; flap += 1) {
      const [leaving, other] = flap % 2 === 0 ? [a, b] : [b, a]
      other.latencyMs = 300
      leaving.leaseMs = 0
      // The other one is asked, and answers when this one is well again.
      pass(2700)
      leaving.leaseMs = 2000
      pass(3000)
      other.latencyMs = 1
      expect(outcome('good')).toBe('allowed')
    }
    const open = [a, b].flatMap(({ connections }) => connections).filter((one) => one.closedWith() === undefined)
    expect(a.connections.length + b.connections.length).toBeGreaterThan(5)
    expect(open).toHaveLength(1)
    expect(known('good')).toBe('allowed')
  })

  it('hears of evictions on the former connection as long as it honours something of it', () => {
    const { a, b, outcome, known, pass, core } = twoGateways()
    expect(outcome('good')).toBe('allowed')
    b.verdicts.clear()
    b.inactiveMs = 5000
    a.last().bring({ type: 'goodbye', reconnect_ms: 0 })
    pass(100)
    expect([core.state().url, known('good')]).toEqual(['b', 'allowed'])
    a.last().evict({ tags: [1] })
    expect(known('good')).toBe('waits')
    pass(2500)
    expect(a.last().closedWith()).toMatchObject({ code: 1000 })
  })

  it('leaves a gateway that is silent, and one that gives no lease', () => {
    const silent = twoGateways()
    silent.a.isSilent = true
    silent.pass(4000)
    expect(silent.core.state()).toMatchObject({ connected: true, url: 'b' })
    const barren = twoGateways()
    barren.a.leaseMs = 0
    barren.pass(4000)
    expect(barren.core.state()).toMatchObject({ connected: true, url: 'b' })
  })

  it('comes back within two seconds after a fault is over, and does not try all the time until then', () => {
    const { a, pass, core } = createWorld({ random: () => 0.999, aRefuses: 1006 })
    pass(60_000)
    expect(a.connections.length).toBeLessThan(60)
    a.refuses = undefined
    pass(2010)
    expect(core.state().connected).toBe(true)
  })

  it.each([4400, 4401, 4403, 4409, 4429])('waits long after %i, which only people can end', (code) => {
    const { a, pass, core } = createWorld()
    pass(10)
    a.refuses = code
    a.last().lose(code, 'credential_ended')
    expect(core.state().trouble).toBe(`${code} credential_ended`)
    pass(25_000)
    expect(a.connections.length).toBeLessThanOrEqual(3)
  })
})

describe('a frame that makes no sense', () => {
  const bad: [string, (world: ReturnType<typeof twoGateways>) => object | string][] = [
    ['no JSON', () => '{'],
    ['a list', () => '[]'],
    ['no type', () => ({ n: 1 })],
    [
      'a second welcome',
      () => ({ type: 'welcome', holder: 'h', gateway: 'g', account_id: 'x', renew_ms: 1, entries: 1 }),
    ],
    ['a renewal that was not sent', () => ({ type: 'renewed', n: 99, lease_ms: 2000, max_stale_ms: 0 })],
    ['a lease that is no number', () => ({ type: 'renewed', n: 2, lease_ms: '2000', max_stale_ms: 0 })],
    ['a lease below nothing', () => ({ type: 'renewed', n: 2, lease_ms: -1, max_stale_ms: 0 })],
    ['an eviction that skips one', () => ({ type: 'evict', n: 2, tags: [1] })],
    ['an eviction again', () => ({ type: 'evict', n: 0, tags: [1] })],
    ['an eviction without tags', () => ({ type: 'evict', n: 1 })],
    ['tags of another kind', () => ({ type: 'evict', n: 1, tags: ['key_1'] })],
    ['an answer to no question', () => ({ type: 'verified', id: 77, items: [] })],
    ['slices that nobody asked for', () => ({ type: 'budget', id: 77, items: [] })],
    [
      'a verdict without a principal',
      ({ ask, pass }) => {
        ask('unknown')
        pass(3)
        return { type: 'verified', id: 2, items: [{ i: 0, active: true, limits: null, tags: [], fresh_ms: 1 }] }
      },
    ],
    [
      'an item that was not asked for',
      ({ ask, pass }) => {
        ask('unknown')
        pass(3)
        return { type: 'verified', id: 2, items: [{ i: 1, ...verdict() }] }
      },
    ],
  ]

  it.each(bad)('ends the connection: %s; the next one starts with nothing', (_what, make) => {
    const world = twoGateways()
    const { a, b, outcome, pass, core } = world
    expect(outcome('good')).toBe('allowed')
    const frame = make(world)
    a.last().bring(frame)
    expect(a.last().closedWith()).toMatchObject({ code: 4400, reason: expect.stringMatching(/^bad_frame: /) })
    pass(30_000)
    expect(core.state()).toMatchObject({ connected: true, entries: 0, url: 'b' })
    // What comes on a connection that was given up is not heard.
    a.last().bring({ type: 'evict', n: 1, tags: [1] })
    expect(outcome('good')).toBe('allowed')
    expect(b.connections).toHaveLength(1)
  })

  it('is not one of a newer gateway: it is ignored, with members that nobody knows', () => {
    const { a, outcome, known } = twoGateways()
    expect(outcome('good')).toBe('allowed')
    a.last().bring({ type: 'weather', sunny: true })
    a.last().bring({ type: 'evict', n: 1, tags: [55], more: {} })
    expect(known('good')).toBe('allowed')
  })
})
