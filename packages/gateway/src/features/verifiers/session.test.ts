import { describe, expect, it } from 'vitest'
import { createManualTime } from '../../../test/run/manual-time.ts'
import type { HolderReport } from '../../access/revocation/holders.ts'
import { createHolders, type HoldersDeps } from './local-holders.ts'
import type { Still } from './permission.ts'
import type { Found, LookUp } from './verifying.ts'

/** The credential's own tag is its text; all belong to one user and one account. */
function found(credential: string, more: Partial<Found> = {}): Found {
  return {
    tags: [[credential], ['usr_1', 'acc_1/usr_1'], ['acc_1']],
    expiresAt: Number.POSITIVE_INFINITY,
    principal: { active: true, key_id: credential },
    limits: null,
    budgets: [],
    ...more,
  }
}

function openWorld(settings: Partial<HoldersDeps> = {}) {
  const time = createManualTime()
  const holders = createHolders({
    time,
    gateway: 'gw_1',
    trustedMs: () => Number.POSITIVE_INFINITY,
    announce: (done) => done(),
    mostEntries: 1000,
    mostStaleMs: 0,
    ...settings,
  })

  function connect(lookUp: LookUp = (given, done) => done(given.map((one) => found(one)))) {
    const sent: { type: string; [member: string]: unknown }[] = []
    const world = { closed: undefined as string | undefined, still: 'allowed' as Still, rechecks: 0 }
    const wire = holders.open(
      {
        id: `hol_${holders.connected()}`,
        accountId: 'acc_1',
        tags: ['key_own', 'acc_1'],
        expiresAt: time.wall() + 3_600_000,
      },
      {
        send: (text) => sent.push(JSON.parse(text)),
        close(closing, reason) {
          world.closed = `${closing} ${reason}`.trim()
          wire.lost(false)
        },
        lookUp,
        takeSlices: (wanted, done) =>
          done(wanted.map(() => ({ granted: 1, windowEndsAt: time.wall() + 1000, remaining: 0 }))),
        used: (_items, done) => done(),
        usesLost: () => {},
        recheck(done) {
          world.rechecks += 1
          done(world.still)
        },
      },
    )
    let n = 0
    const says = (frame: object) => wire.received(JSON.stringify(frame))
    return {
      world,
      wire,
      says,
      hello: (more: object = {}) => says({ type: 'hello', name: 'orders', version: 'test/1', entries: 1000, ...more }),
      renew() {
        n += 1
        says({ type: 'renew', n })
      },
      verify: (id: number, ...credentials: string[]) =>
        says({ type: 'verify', id, items: credentials.map((credential) => ({ credential })) }),
      /** What came since the last call. */
      heard: () => sent.splice(0),
    }
  }

  function evict(...tags: string[]) {
    const result: { reports?: HolderReport[] } = {}
    holders.evict(tags, (reports) => {
      result.reports = reports
    })
    return result
  }

  /** A verifier with a lease that was told of these credentials. */
  function holding(...credentials: string[]) {
    const verifier = connect()
    verifier.hello()
    verifier.renew()
    if (credentials.length > 0) verifier.verify(1, ...credentials)
    verifier.heard()
    return verifier
  }

  return { time, holders, connect, holding, evict }
}

describe('an eviction', () => {
  it('waits for the verifiers that were told of it, and tells no others', () => {
    const { holding, evict, time } = openWorld()
    const [one, other] = [holding('key_a', 'key_b'), holding('key_b')]
    expect(evict('key_c').reports).toEqual([])
    const result = evict('key_a')
    expect([one.heard(), other.heard(), result.reports]).toEqual([[{ type: 'evict', n: 1, tags: [1] }], [], undefined])
    time.pass(7)
    one.says({ type: 'evicted', n: 1 })
    expect(result.reports).toEqual([
      { kind: 'verifier', id: 'hol_0', name: 'orders', account: 'acc_1', took_ms: 7, how: 'acknowledged' },
    ])
  })

  it('of a user in all accounts and in one is the same to a connection, which knows one account', () => {
    const { holding, evict } = openWorld()
    const one = holding('key_a')
    evict('acc_1/usr_1')
    one.says({ type: 'evicted', n: 1 })
    expect([one.heard(), evict('usr_1').reports]).toEqual([[{ type: 'evict', n: 1, tags: [2] }], []])
  })

  it('waits for the end of the lease that was given before it, and for no later lease', () => {
    const { holding, evict, time } = openWorld()
    const one = holding('key_a')
    time.pass(600)
    one.renew()
    time.pass(100)
    const result = evict('key_a')
    time.pass(600)
    one.renew()
    expect(one.heard().map(({ type }) => type)).toEqual(['renewed', 'evict', 'renewed'])
    // Given at 600, for 2000 ms and a margin.
    time.pass(1399)
    expect(result.reports).toBeUndefined()
    time.pass(2)
    expect(result.reports).toMatchObject([{ how: 'lease_ended', took_ms: 2000 }])
    time.pass(100)
    expect(one.world.closed).toBe('too_slow')
  })

  it('that is asked for again while it is not acknowledged waits for the same acknowledgement', () => {
    const { holding, evict } = openWorld()
    const one = holding('key_a')
    const [first, second] = [evict('key_a'), evict('key_a')]
    expect(one.heard()).toHaveLength(1)
    expect(second.reports).toBeUndefined()
    one.says({ type: 'evicted', n: 1 })
    expect([first.reports?.length, second.reports?.length]).toEqual([1, 1])
  })

  it('says nothing about what is told after it: that has a number of its own', () => {
    const { holding, evict } = openWorld()
    const one = holding('key_a')
    evict('key_a')
    one.verify(2, 'key_a')
    const second = evict('key_a')
    one.says({ type: 'evicted', n: 1 })
    expect(second.reports).toBeUndefined()
    const tags = one.heard().map(({ tags, items }) => tags ?? items)
    expect(tags).toMatchObject([[1], [{ tags: [4, 2, 3] }], [4]])
    one.says({ type: 'evicted', n: 2 })
    expect(second.reports).toHaveLength(1)
  })

  it('is never overtaken by a verdict that was looked up before it', () => {
    const { connect, evict } = openWorld()
    const lookUps: (() => void)[] = []
    let isLive = true
    const one = connect((given, done) => {
      // Read now, told later.
      const result = given.map((credential) => (isLive ? found(credential) : undefined))
      lookUps.push(() => done(result))
    })
    one.hello()
    one.renew()
    one.verify(1, 'key_a')
    isLive = false
    expect(evict('key_a').reports).toEqual([])
    one.heard()
    lookUps.shift()?.()
    expect(one.heard()).toEqual([])
    lookUps.shift()?.()
    expect(one.heard()).toEqual([])
  })

  it('of 1500 tags at once is not overtaken by a verdict about one of them', () => {
    const { connect, evict } = openWorld()
    const lookUps: (() => void)[] = []
    let isLive = true
    const one = connect((given, done) => {
      const result = given.map((credential) => (isLive ? found(credential) : undefined))
      lookUps.push(() => done(result))
    })
    one.hello()
    one.renew()
    const keys = Array.from({ length: 1500 }, (_, index) => `key_${index}`)
    evict(...keys.map((key) => `earlier_${key}`))
    one.verify(1, 'key_0', 'key_499', 'key_1499')
    isLive = false
    expect(evict(...keys).reports).toEqual([])
    one.heard()
    lookUps.shift()?.()
    lookUps.shift()?.()
    expect(one.heard()).toEqual([])
  })

  it.each(['*', 'acc_1', 'usr_1'])(
    'of %s during a look-up makes it look again, and gives up after three times',
    (tag) => {
      const { connect, evict } = openWorld()
      let lookUps = 0
      const one = connect((given, done) => {
        lookUps += 1
        evict(tag)
        done(given.map((credential) => found(credential)))
      })
      one.hello()
      one.verify(1, 'key_a')
      expect(lookUps).toBe(3)
      expect(one.heard().at(-1)).toEqual({ type: 'verified', id: 1, items: [{ i: 0, error: 'unavailable' }] })
    },
  )

  it('of everything empties a verifier', () => {
    const { holding, evict } = openWorld()
    const one = holding('key_a', 'key_b')
    evict('*')
    expect(one.heard()).toEqual([{ type: 'evict', n: 1, all: true }])
    one.says({ type: 'evicted', n: 1 })
    expect(evict('key_a', 'key_b', 'acc_1').reports).toEqual([])
  })
})

describe('a verifier whose connection is over', () => {
  it('is waited for until its lease is over, and is forgotten then', () => {
    const { holding, evict, time, holders } = openWorld()
    const one = holding('key_a')
    time.pass(500)
    one.wire.lost(false)
    expect([holders.count('acc_1'), holders.list('acc_1')]).toEqual([{ connected: 0, gone: 1 }, []])
    const result = evict('key_a')
    time.pass(1599)
    expect([result.reports, holders.leftMs()]).toEqual([undefined, 1])
    time.pass(1)
    expect(result.reports).toMatchObject([{ how: 'gone', took_ms: 1600 }])
    expect([holders.count('acc_1').gone, evict('key_a').reports, time.timers()]).toEqual([0, [], 0])
  })

  it('is not waited for if it has said that it honours nothing', () => {
    const { holding, evict, holders, time } = openWorld()
    const one = holding('key_a', 'key_b')
    const before = evict('key_a')
    one.wire.lost(true)
    expect(before.reports).toMatchObject([{ how: 'gone' }])
    expect([evict('key_b').reports, holders.leftMs(), holders.count('acc_1').gone, time.timers()]).toEqual([
      [],
      0,
      0,
      0,
    ])
  })

  it('is waited for by its allowance too', () => {
    const announced: (() => void)[] = []
    const { connect, evict, time, holders } = openWorld({ mostStaleMs: 5000, announce: (done) => announced.push(done) })
    const one = connect()
    one.hello({ max_stale_ms: 60_000 })
    one.renew()
    // No other gateway knows of it yet, and they would not wait long enough.
    expect(one.heard()).toMatchObject([{ max_stale_ms: 5000 }, { lease_ms: 2000, max_stale_ms: 0 }])
    expect([holders.allowanceMs(), holders.leftMs()]).toEqual([5000, 2100])
    announced[0]?.()
    one.renew()
    one.verify(1, 'key_a')
    expect(one.heard()).toMatchObject([{ lease_ms: 2000, max_stale_ms: 5000 }, {}])
    one.wire.lost(false)
    expect(holders.allowanceMs()).toBe(5000)
    const result = evict('key_a')
    time.pass(7349)
    expect(result.reports).toBeUndefined()
    time.pass(1)
    expect([result.reports?.length, holders.allowanceMs()]).toEqual([1, 0])
  })
})

describe('a lease', () => {
  it('never outlasts the certainty that evictions of other gateways arrive', () => {
    let trustedMs = 1234.5
    const { connect, time, holders } = openWorld({ trustedMs: () => trustedMs, mostStaleMs: 1000 })
    const one = connect()
    one.hello({ max_stale_ms: 1000 })
    one.renew()
    trustedMs = -3
    one.renew()
    expect(one.heard().slice(1)).toEqual([
      { type: 'renewed', n: 1, lease_ms: 1234, max_stale_ms: 1000 },
      { type: 'renewed', n: 2, lease_ms: 0, max_stale_ms: 0 },
    ])
    expect(holders.leftMs()).toBeCloseTo(2234 * 1.05)
    // The wall clock of the gateway does not shorten what the verifier was given.
    time.setWall(3_600_000)
    expect(holders.leftMs()).toBeCloseTo(2234 * 1.05)
  })

  it('is renewed no more once the gateway stops, which says goodbye', () => {
    const { holding, holders, time, connect } = openWorld()
    const one = holding('key_a')
    holders.stop()
    one.renew()
    one.verify(2, 'key_b')
    expect(one.heard().map(({ type }) => type)).toEqual(['goodbye', 'verified'])
    time.pass(2100)
    expect(holders.leftMs()).toBe(0)
    const late = connect()
    late.hello()
    expect(late.heard().map(({ type }) => type)).toEqual(['welcome', 'goodbye'])
  })
})

describe('the own credential of a connection', () => {
  it('ends it when it is evicted and would not be let in again', () => {
    const { holding, evict } = openWorld()
    const one = holding('key_a')
    evict('key_x')
    const before = one.world.rechecks
    evict('key_own')
    expect([one.world.rechecks, one.world.closed]).toEqual([before + 1, undefined])
    one.world.still = 'credential_ended'
    evict('acc_1')
    expect(one.world.closed).toBe('credential_ended')
  })

  it('ends it when it expires', () => {
    const { holding, time } = openWorld()
    const one = holding()
    for (let passed = 0; passed < 3_600_000; passed += 5000) {
      time.pass(5000)
      one.renew()
    }
    expect(one.world.closed).toBe('credential_ended')
  })

  it('is awaited before anything is answered', () => {
    const time = createManualTime()
    const holders = createHolders({
      ...{ time, gateway: 'gw_1', mostEntries: 10, mostStaleMs: 0 },
      ...{ trustedMs: () => 2000, announce: (done) => done() },
    })
    const sent: string[] = []
    const rechecks: ((still: Still) => void)[] = []
    const wire = holders.open(
      { id: 'hol_1', accountId: 'acc_1', tags: ['key_own'], expiresAt: time.wall() + 1e9 },
      {
        send: (text) => sent.push(JSON.parse(text).type),
        close: () => {},
        lookUp: (given, done) => done(given.map((one) => found(one))),
        takeSlices: () => {},
        used: (_items, done) => done(),
        usesLost: () => {},
        recheck: (done) => rechecks.push(done),
      },
    )
    rechecks.shift()?.('allowed')
    wire.received(JSON.stringify({ type: 'hello', name: 'x', version: 'y', entries: 5 }))
    holders.evict(['key_own'], () => {})
    holders.evict(['key_own'], () => {})
    wire.received(JSON.stringify({ type: 'renew', n: 1 }))
    wire.received(JSON.stringify({ type: 'verify', id: 1, items: [{ credential: 'key_a' }] }))
    expect(sent).toEqual(['welcome'])
    rechecks.shift()?.('allowed')
    // What was evicted during the check may have been read before: it is checked once more.
    expect(sent).toEqual(['welcome'])
    rechecks.shift()?.('allowed')
    expect(sent).toEqual(['welcome', 'renewed', 'verified'])
  })
})

describe('bad input ends the connection with a reason, and does nothing else:', () => {
  const item = { credential: 'ms-1' }
  const wide = (count: number) => Array.from({ length: count }, () => item)
  it.each<[string, string, string]>([
    ['no JSON', '{', 'bad_frame not JSON'],
    ['no object', '[]', 'bad_frame frames must be objects'],
    ['null', 'null', 'bad_frame frames must be objects'],
    ['a bomb', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'bad_frame frames must be objects'],
    ['an unknown type', '{"type":"welcome"}', 'bad_frame unknown type'],
    ['a type that every object has', '{"type":"constructor"}', 'bad_frame unknown type'],
    ['a type in the prototype', '{"__proto__":{"type":"renew","n":1}}', 'bad_frame unknown type'],
    ['a second hello', '{"type":"hello","name":"a","version":"b","entries":1}', 'out_of_order a second hello'],
    ['a renewal that does not follow', '{"type":"renew","n":2}', 'out_of_order n of renew does not follow'],
    ['a number in words', '{"type":"renew","n":"1"}', 'bad_frame n must be an integer from 1 to 9007199254740991'],
    ['a fraction', '{"type":"renew","n":1.5}', 'bad_frame n must be an integer from 1 to 9007199254740991'],
    ['a huge number', '{"type":"renew","n":1e300}', 'bad_frame n must be an integer from 1 to 9007199254740991'],
    ['nothing to acknowledge', '{"type":"evicted","n":1}', 'out_of_order n of evicted does not follow'],
    ['no items', '{"type":"verify","id":1,"items":[]}', 'bad_frame items must have 1 to 100 items'],
    [
      'too many items',
      JSON.stringify({ type: 'verify', id: 1, items: wide(101) }),
      'bad_frame items must have 1 to 100 items',
    ],
    [
      'a long credential',
      JSON.stringify({ type: 'verify', id: 1, items: [{ credential: 'a'.repeat(4001) }] }),
      'bad_frame credential must have 1 to 4000 characters',
    ],
    [
      'half a character',
      '{"type":"verify","id":1,"items":[{"credential":"\\ud800"}]}',
      'bad_frame credential must have 1 to 4000 characters',
    ],
    [
      'NUL',
      '{"type":"verify","id":1,"items":[{"credential":"\\u0000"}]}',
      'bad_frame credential must have 1 to 4000 characters',
    ],
    [
      'a budget twice',
      '{"type":"budget","id":1,"items":[{"budget":1},{"budget":1}]}',
      'bad_frame items must not repeat',
    ],
    [
      'less wanted than needed',
      '{"type":"budget","id":1,"items":[{"budget":1,"need":5,"want":4}]}',
      'bad_frame want must be an integer from 5 to 1000000',
    ],
    [
      'uses of nobody',
      '{"type":"used","items":[{"uses":1,"last_ms":0}]}',
      'bad_frame key_id must have 1 to 100 characters',
    ],
    [
      'negative uses',
      '{"type":"used","items":[{"key_id":"key_1","uses":-1,"last_ms":0}]}',
      'bad_frame uses must be an integer from 1 to 1000000000',
    ],
  ])('%s', (_what, text, closed) => {
    const { holding } = openWorld()
    const one = holding()
    const { renew } = one
    renew()
    one.heard()
    // Renewals 1 and 2 were sent.
    one.wire.received(text.replace('"n":2', '"n":4'))
    expect([one.heard(), one.world.closed]).toEqual([[], closed])
    one.verify(9, 'key_a')
    expect(one.heard()).toEqual([])
  })

  it.each(['renew', 'verify', 'evicted', 'budget', 'used'])('%s before hello', (type) => {
    const { connect } = openWorld()
    const one = connect()
    const items = [{ credential: 'a', budget: 1, key_id: 'key_1', uses: 1, last_ms: 1 }]
    one.says({ type, n: 1, id: 1, items })
    expect([one.heard(), one.world.closed]).toEqual([[], 'out_of_order hello comes first'])
  })

  it.each(['a\nb', 'a\u202eb', ' \u0007', '', 'a'.repeat(101)])('a name that people could misread: %j', (name) => {
    const { connect } = openWorld()
    const one = connect()
    one.hello({ name })
    expect(one.world.closed).toMatch(/^bad_frame name must/)
  })

  it('an id that is in use, and too many questions at once', () => {
    const { connect } = openWorld()
    const one = connect(() => {})
    one.hello()
    one.verify(1, 'a')
    one.verify(1, 'b')
    expect(one.world.closed).toBe('out_of_order id of verify is in use')
    const other = connect(() => {})
    other.hello()
    for (let id = 0; id < 17; id += 1) other.verify(id, 'a')
    expect(other.world.closed).toBe('too_many unanswered verify')
  })

  it('too many frames, pings included', () => {
    const { holding, time } = openWorld()
    const one = holding()
    time.pass(2000)
    for (let sent = 0; sent < 999; sent += 1) one.wire.pinged()
    one.renew()
    expect(one.world.closed).toBeUndefined()
    one.wire.pinged()
    expect(one.world.closed).toBe('too_many frames')
  })

  it('silence', () => {
    const { connect, time } = openWorld()
    const [mute, once] = [connect(), connect()]
    once.hello()
    time.pass(9999)
    once.renew()
    time.pass(1)
    expect([mute.world.closed, once.world.closed]).toEqual(['too_slow', undefined])
    time.pass(9999)
    expect(once.world.closed).toBe('too_slow')
  })
})

describe('the memory for one verifier is bounded', () => {
  it('what was told longest ago is taken back first, and what is used stays', () => {
    const { connect, time, evict } = openWorld({ mostEntries: 500 })
    const one = connect()
    one.hello({ entries: 500 })
    one.renew()
    let taken = 0
    let n = 0
    for (let id = 1; id <= 200; id += 1) {
      one.verify(id, 'key_in_use', ...Array.from({ length: 99 }, (_, i) => `key_${id}_${i}`))
      for (const frame of one.heard()) {
        if (frame.type !== 'evict' || !Array.isArray(frame.tags)) continue
        taken += frame.tags.length
        n += 1
        one.says({ type: 'evicted', n })
      }
      time.pass(300)
      one.renew()
    }
    // 19,801 credentials, the user and the account; 1100 numbers are remembered.
    expect(taken).toBeGreaterThan(19_803 - 1100)
    expect(taken).toBeLessThan(19_803 - 900)
    const gone = evict('key_1_0')
    const used = evict('key_in_use')
    expect([one.world.closed, gone.reports, used.reports]).toEqual([undefined, [], undefined])
  })
})

describe('the memory for all verifiers of one account is bounded', () => {
  it('by what ten may have: the more there are, the less is remembered for each, and other accounts do not count', () => {
    const { connect, holders } = openWorld({ mostEntries: 100 })
    const all = Array.from({ length: 40 }, () => connect())
    let told = 0
    for (const one of all) {
      one.hello({ entries: 1000 })
      one.renew()
      for (const { entries } of one.heard()) if (typeof entries === 'number') told = entries
    }
    // A fourth of a hundred, since there are four times ten.
    expect(told).toBe(25)
    const before = all[0]
    for (const one of all.slice(1)) one.wire.lost(true)
    expect(holders.count('acc_1')).toEqual({ connected: 1, gone: 0 })
    const after = connect()
    after.hello({ entries: 1000 })
    expect([after.heard()[0]?.entries, before?.world.closed]).toEqual([100, undefined])
  })

  it('and takes back from those that have more than their share as soon as others come', () => {
    const { connect, evict } = openWorld({ mostEntries: 100 })
    const first = connect()
    first.hello({ entries: 100 })
    first.renew()
    first.verify(1, ...Array.from({ length: 100 }, (_, key) => `key_${key}`))
    first.verify(2, ...Array.from({ length: 100 }, (_, key) => `more_${key}`))
    first.heard()
    for (let others = 0; others < 99; others += 1) connect()
    const taken = first.heard().flatMap(({ type, tags }) => (type === 'evict' && Array.isArray(tags) ? tags : []))
    // Of 202 numbers, 20 for its share of entries and 100 beside are left at most.
    expect(taken.length).toBeGreaterThanOrEqual(82)
    expect(evict('more_99').reports).toBeUndefined()
  })
})

describe('verify', () => {
  it('answers the live ones at once, and the others after 100 ms, whatever they are', () => {
    const { connect, time } = openWorld()
    const one = connect((given, done) => done(given.map((text) => (text.startsWith('key') ? found(text) : undefined))))
    one.hello()
    one.heard()
    one.verify(1, 'key_a', 'foreign', 'key_b', 'wrong')
    expect(one.heard()).toMatchObject([
      {
        id: 1,
        items: [
          { i: 0, active: true, tags: [1, 2, 3], fresh_ms: 60_000 },
          { i: 2, tags: [4, 2, 3] },
        ],
      },
    ])
    time.pass(99)
    expect(one.heard()).toEqual([])
    time.pass(1)
    expect(one.heard()).toEqual([
      {
        type: 'verified',
        id: 1,
        items: [
          { i: 1, active: false },
          { i: 3, active: false },
        ],
      },
    ])
  })

  it('gives a verdict no longer than its credential lives', () => {
    const { connect, time } = openWorld()
    const one = connect((given, done) =>
      done(given.map((text, i) => found(text, { expiresAt: time.wall() + i * 700 }))),
    )
    one.hello()
    one.heard()
    one.verify(1, 'key_a', 'key_b')
    time.pass(100)
    expect(one.heard().map(({ items }) => items)).toMatchObject([[{ i: 1, fresh_ms: 700 }], [{ i: 0, active: false }]])
  })

  it('waits its turn, and answers nothing to whoever may not ask any more', () => {
    const turns: (() => void)[] = []
    let lookedUp = 0
    const { connect, evict } = openWorld({ turn: (_holder, _count, run) => turns.push(run) })
    const one = connect((given, done) => {
      lookedUp += given.length
      done(given.map((text) => found(text)))
    })
    one.hello()
    one.heard()
    one.verify(1, 'key_a')
    one.verify(2, 'key_b')
    expect([one.heard(), lookedUp]).toEqual([[], 0])
    turns.shift()?.()
    expect([one.heard().map(({ id }) => id), lookedUp]).toEqual([[1], 1])
    one.world.still = 'credential_ended'
    evict('key_own')
    turns.shift()?.()
    expect([one.heard(), lookedUp, one.world.closed]).toEqual([[], 1, 'credential_ended'])
  })

  it('says that it could not find out', () => {
    const { connect } = openWorld()
    const one = connect((_given, done) => done('unavailable'))
    one.hello()
    one.verify(7, 'key_a')
    expect(one.heard().at(-1)).toEqual({ type: 'verified', id: 7, items: [{ i: 0, error: 'unavailable' }] })
  })
})
