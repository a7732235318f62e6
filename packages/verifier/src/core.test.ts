import { describe, expect, it } from 'vitest'
import { createWorld, outcomeOf, verdict } from '../test/world.ts'

/** A verifier with a lease, to whose gateway one key is known, with the tags 1 and 2. */
function connected(more: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(more)
  world.a.verdicts.set('good', verdict())
  world.b.verdicts.set('good', verdict({ tags: [7] }))
  world.pass(10)
  return world
}

describe('a verifier', () => {
  it('asks about a credential once, however many requests bring it, and then answers from memory', () => {
    const { a, ask, pass, known, core } = connected()
    const waiting = [ask('good'), ask('good'), ask('good')]
    pass(5)
    expect(waiting.map((asked) => outcomeOf(asked.verdict))).toEqual(['allowed', 'allowed', 'allowed'])
    expect(known('good')).toBe('allowed')
    expect(
      a
        .last()
        .of('verify')
        .map(({ items }) => items),
    ).toEqual([[{ credential: 'good' }]])
    expect(core.state()).toMatchObject({ connected: true, entries: 1, waiting: 0, hits: 1, misses: 3 })
  })

  it('gathers what is missing at the same moment, a hundred for each message', () => {
    const { a, ask, pass } = connected({ maxWaiting: 1000 })
    for (let n = 0; n < 250; n += 1) {
      a.verdicts.set(`key ${n}`, verdict())
      ask(`key-${n}`)
    }
    pass(5)
    expect(
      a
        .last()
        .of('verify')
        .map(({ items }) => items.length),
    ).toEqual([100, 100, 50])
  })

  it('says whose the credential is', () => {
    const { a, ask, pass } = connected()
    const ending = { ends_on: '2026-12-01T00:00:00.000Z', replaced_by: 'key_2' }
    a.verdicts.set(
      'k',
      verdict({
        limits: { scopes: ['orders:read'] },
        ending,
        principal: { scope: 'orders:read', metadata: { plan: 'pro' }, tags: ['eu'] },
      }),
    )
    const asked = ask('k')
    pass(5)
    expect(asked.verdict).toEqual({
      allowed: true,
      principal: {
        accountId: 'acc',
        userId: 'usr_1',
        role: 'developer',
        kind: 'key',
        keyId: 'key_1',
        scopes: ['orders:read'],
        scope: 'orders:read',
        environment: 'live',
        metadata: { plan: 'pro' },
        tags: ['eu'],
        username: 'ada@example.com',
        exp: 2_000_000_000,
      },
      limits: [],
      ending: { endsOn: '2026-12-01T00:00:00.000Z', replacedBy: 'key_2' },
    })
  })

  it.each([
    ['a key with a wrong checksum', 'ms-0123456789abcdef0123456789ab61a7'],
    ['a test key with a wrong checksum', 'mst-0123456789abcdef0123456789ab61a6'],
    ['a key that is cut off', 'ms-0123456789abcdef'],
    ['a key in upper case', 'ms-0123456789ABCDEF0123456789AB61A6'],
    ['nothing', ''],
    ['two words', 'a b'],
    ['what no header can bring', 'ключ'],
    ['what is too long', 'x'.repeat(4001)],
    ['three segments that no token has', 'eyJa.b?.c'],
    ['a token without a signature', 'eyJa.b.'],
  ])('refuses %s without asking', (_what, credential) => {
    const { a, outcome, known } = connected()
    expect([known(credential), outcome(credential)]).toEqual(['unauthorized', 'unauthorized'])
    expect(a.last().of('verify')).toEqual([])
  })

  it.each([
    'ms-0123456789abcdef0123456789ab61a6',
    'mst-0123456789abcdef0123456789ab64eb',
    'eyJa.b.c',
    'a.b.c',
    'live.p?.c',
    'sk_live_foreign',
  ])('asks about %s', (credential) => {
    const { a, outcome } = connected()
    expect(outcome(credential)).toBe('unauthorized')
    expect(a.last().of('verify')[0].items).toEqual([{ credential }])
  })

  // A key that was enabled meanwhile works at once.
  it('does not remember that a credential is not valid, neither for later requests nor for those that came meanwhile', () => {
    const { a, ask, pass, outcome } = connected()
    const first = ask('k')
    pass(50)
    a.verdicts.set('k', verdict())
    const second = ask('k')
    pass(60)
    expect(outcomeOf(first.verdict)).toBe('unauthorized')
    pass(10)
    expect(outcomeOf(second.verdict)).toBe('allowed')
    a.verdicts.delete('k')
    a.last().evict({ tags: [1] })
    expect(outcome('k')).toBe('unauthorized')
    a.verdicts.set('k', verdict())
    expect(outcome('k')).toBe('allowed')
  })

  it('keeps no credential, only hashes', () => {
    const { outcome, a } = connected()
    a.verdicts.set('secret-credential', verdict())
    const keys: string[] = []
    const set = Map.prototype.set
    Map.prototype.set = function (key, value) {
      if (typeof key === 'string') keys.push(key)
      return set.call(this, key, value)
    }
    try {
      expect(outcome('secret-credential')).toBe('allowed')
    } finally {
      Map.prototype.set = set
    }
    expect(keys).toContain('hash of secret-credential')
    expect(keys).not.toContain('secret-credential')
  })

  it('never remembers more than it may', () => {
    const { a, outcome, core } = connected({ maxEntries: 10, random: Math.random })
    for (let n = 0; n < 50; n += 1) {
      a.verdicts.set(`k${n}`, verdict({ tags: [n] }))
      expect(outcome(`k${n}`, {}, 5)).toBe('allowed')
    }
    expect(core.state().entries).toBe(10)
  })

  it('lets no more requests wait than it may, and none longer than it may', () => {
    const { a, ask, pass, core } = connected({ maxWaiting: 3 })
    a.isSilent = true
    const asked = ['k1', 'k2', 'k3', 'k4'].map((credential) => ask(credential))
    expect(asked.map((one) => outcomeOf(one.verdict))).toEqual(['waits', 'waits', 'waits', 'verification_unavailable'])
    pass(999)
    expect(core.state().waiting).toBe(3)
    pass(1)
    expect(asked.map((one) => outcomeOf(one.verdict))).toEqual(Array(4).fill('verification_unavailable'))
    expect(asked[0]?.verdict).toMatchObject({ status: 503, retryAfter: 1 })
  })

  it('asks again when the life of an entry is over, and before that if it is used', () => {
    const { a, known, pass, outcome } = connected()
    a.verdicts.set('short', verdict({ fresh_ms: 1000 }))
    expect(outcome('short')).toBe('allowed')
    const questions = () => a.last().of('verify').length
    expect([known('short'), questions()]).toEqual(['allowed', 1])
    pass(700)
    expect(known('short')).toBe('allowed')
    pass(10)
    expect(questions()).toBe(2)
    pass(900)
    expect(known('short')).toBe('allowed')
    pass(1001)
    expect(known('short')).toBe('waits')
  })

  it('counts the life of an entry from the question', () => {
    const { a, ask, pass, known } = connected()
    a.latencyMs = 300
    a.verdicts.set('short', verdict({ fresh_ms: 1000 }))
    ask('short')
    pass(700)
    expect(known('short')).toBe('allowed')
    pass(301)
    expect(known('short')).toBe('waits')
  })

  it('uses an answer that must not be kept for the requests that wait for it, and no other', () => {
    const { a, outcome, known } = connected()
    a.verdicts.set('once', verdict({ fresh_ms: 0 }))
    expect([outcome('once'), known('once')]).toEqual(['allowed', 'waits'])
  })

  it('drops an entry if a refreshing answer says that the credential is not valid', () => {
    const { a, outcome, known, pass } = connected()
    a.verdicts.set('short', verdict({ fresh_ms: 1000 }))
    expect(outcome('short')).toBe('allowed')
    a.verdicts.delete('short')
    pass(700)
    expect(known('short')).toBe('allowed')
    pass(150)
    expect(known('short')).toBe('waits')
  })

  it.each([
    ['a limit', { only_on_mondays: true }],
    ['a budget', { budgets: [{ budget: 1, name: 'bytes', quota: 5, window_seconds: 60 }] }],
  ])('lets nobody through who has %s that it does not know, and goes on with the others', (_, unknown) => {
    const { a, outcome } = connected()
    a.verdicts.set('k', verdict({ limits: { scopes: null, allowed_ips: null, budgets: [], ...unknown } }))
    expect(outcome('k')).toBe('verification_unavailable')
    expect(outcome('good')).toBe('allowed')
  })

  it('passes on that the gateway could not find out', () => {
    const { a, outcome } = connected()
    a.verdicts.set('k', { error: 'unavailable' })
    expect(outcome('k')).toBe('verification_unavailable')
  })

  it('reports what was used, by key and address', () => {
    const { a, pass, core, outcome, known } = connected()
    outcome('good', { address: '203.0.113.7' })
    for (let n = 0; n < 9; n += 1) known('good', { address: '203.0.113.7' })
    known('good')
    a.verdicts.set('person', verdict({ principal: { kind: 'interactive', key_id: null } }))
    outcome('person', { address: '203.0.113.7' })
    pass(5000)
    expect(
      a
        .last()
        .of('used')
        .map(({ items }) => items),
    ).toEqual([
      [
        {
          key_id: 'key_1',
          uses: 11,
          last_ms: expect.any(Number),
          addresses: [{ address: '203.0.113.7', uses: 10, last_ms: expect.any(Number) }],
        },
      ],
    ])
    known('good')
    core.close()
    expect(a.last().closedWith()).toMatchObject({ code: 1000 })
  })

  it('reports no more than a gateway takes, and the rest later', () => {
    const { a, pass, known, ask } = connected({ maxEntries: 10_000, maxWaiting: 10_000 })
    for (let n = 0; n < 2400; n += 1) {
      a.verdicts.set(`key-${n}`, verdict({ principal: { key_id: `key_${n}` } }))
      ask(`key-${n}`)
    }
    pass(100)
    // 200 keys with 20 addresses each make a report.
    for (let n = 0; n < 2400; n += 1)
      for (let address = 0; address < 20; address += 1) known(`key-${n}`, { address: `203.0.113.${address}` })
    const reports = () => a.last().of('used')
    pass(5000)
    expect(reports().map(({ items }) => items.length)).toEqual(Array(10).fill(200))
    pass(5000)
    const keys = reports().flatMap(({ items }) => items.map((item: { key_id: string }) => item.key_id))
    expect([reports().length, new Set(keys).size]).toEqual([12, 2400])
  })

  it('asks about long credentials in as much as a gateway lets wait, and about the rest later', () => {
    const { a, pass, ask, core } = connected({ maxWaiting: 30_000 })
    a.latencyMs = 100
    for (let n = 0; n < 1000; n += 1) {
      const credential = `long-${n}-`.padEnd(4000, 'x')
      a.verdicts.set(credential, verdict())
      ask(credential)
    }
    pass(150)
    const asked = () =>
      a
        .last()
        .of('verify')
        .flatMap(({ items }) => items)
    expect(JSON.stringify(asked()).length).toBeGreaterThan(1_500_000)
    expect(JSON.stringify(asked()).length).toBeLessThan(2_000_000)
    pass(2000)
    expect([asked().length, core.state().entries]).toEqual([1000, 1000])
  })

  it('refuses everything once it is closed, and whoever waits hears it', () => {
    const { a, ask, core, outcome } = connected()
    expect(outcome('good')).toBe('allowed')
    a.isSilent = true
    const waiting = ask('other')
    core.close()
    expect(outcomeOf(waiting.verdict)).toBe('verification_unavailable')
    expect([outcome('good'), core.holds('good') !== undefined]).toEqual(['verification_unavailable', false])
  })
})

describe('the judgement', () => {
  const limited = (limits: object, principal: object = {}) => {
    const world = connected()
    world.a.verdicts.set('k', verdict({ limits, principal }))
    return (wanted: Parameters<typeof world.outcome>[1]) => world.outcome('k', wanted)
  }

  it('is that of GET /verify', () => {
    const ask = limited(
      { scopes: ['orders:read', 'invoices:*'], allowed_ips: ['203.0.113.0/24', '2001:db8::/32'] },
      { environment: 'test' },
    )
    const address = '203.0.113.9'
    expect(ask({ address, scope: 'orders:read invoices:pay', account: 'acc', environment: 'test' })).toBe('allowed')
    expect(ask({ address, scope: 'orders:read orders:write' })).toBe('insufficient_scope')
    expect(ask({ address, scope: 'orders:*' })).toBe('insufficient_scope')
    expect(ask({ address, scope: 'Orders' })).toBe('invalid_request')
    expect(ask({ address, account: 'other', scope: 'orders:write' })).toBe('other_account')
    expect(ask({ address, environment: 'live', scope: 'orders:write' })).toBe('other_environment')
    for (const other of ['203.0.114.1', '', undefined, 'unknown', '2001:db9::1'])
      expect(ask({ address: other, account: 'other' })).toBe('address_not_allowed')
    for (const same of ['::ffff:203.0.113.9', '2001:db8::7']) expect(ask({ address: same })).toBe('allowed')
  })

  it('refuses what is no text, and reports no such address', () => {
    const { a, pass, outcome } = connected()
    a.verdicts.set('near', verdict({ limits: { scopes: null, allowed_ips: ['203.0.113.0/24'], budgets: [] } }))
    for (const other of [['203.0.113.9'], 5, {}, null]) {
      // What a program without types gives.
      const wanted: Parameters<typeof outcome>[1] = JSON.parse(JSON.stringify({ address: other }))
      expect([outcome('near', wanted), outcome('good', wanted)]).toEqual(['address_not_allowed', 'allowed'])
    }
    expect(outcome('good', JSON.parse('{"scope":["orders:read"]}'))).toBe('invalid_request')
    pass(5000)
    const used = a.last().of('used')
    expect(used.flatMap(({ items }) => items)).toEqual([expect.objectContaining({ uses: 5, addresses: [] })])
  })

  it('lets an empty list of scopes or networks allow nothing', () => {
    expect(limited({ scopes: [] })({ scope: 'a:b' })).toBe('insufficient_scope')
    expect(limited({ allowed_ips: [] })({ address: '203.0.113.9' })).toBe('address_not_allowed')
  })

  it('refuses with what the caller found wrong only a credential that is good', () => {
    const { outcome } = connected()
    const refuseWith = { code: 'identity_header_sent' as const }
    expect([outcome('good', { refuseWith }), outcome('bad', { refuseWith })]).toEqual([
      'identity_header_sent',
      'unauthorized',
    ])
  })
})
