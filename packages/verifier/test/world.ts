import { type CoreSettings, createCore } from '../src/core.ts'
import type { Time } from '../src/time.ts'
import type { Verdict, Wanted } from '../src/verdict.ts'
import type { Connect, WireEvents } from '../src/wire.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a verifier sends is checked by the tests
export type Sent = any

/** Time that passes only when a test says so, the same for everybody, and messages that take as long as it says. */
export function createClock() {
  let monotonic = 5000
  let wall = Date.UTC(2026, 10, 29, 12)
  /** In their order. */
  const timers: { at: number; run: (() => void) | undefined }[] = []
  const time: Time = {
    wall: () => wall,
    monotonic: () => monotonic,
    after(ms, run) {
      const timer: (typeof timers)[number] = { at: monotonic + ms, run }
      const before = timers.findLastIndex(({ at }) => at <= timer.at)
      timers.splice(before + 1, 0, timer)
      return () => {
        timer.run = undefined
      }
    },
  }
  function runDue(until: number): void {
    for (let next = timers[0]; next && next.at <= until; next = timers[0]) {
      timers.shift()
      wall += Math.max(0, next.at - monotonic)
      monotonic = Math.max(monotonic, next.at)
      next.run?.()
    }
  }
  return {
    time,
    /** Time passes, and what is due happens on the way. */
    pass(ms: number): void {
      const until = monotonic + ms
      runDue(until)
      wall += until - monotonic
      monotonic = until
    },
    /** The process is stopped for so long; what was due meanwhile happens afterwards, at once. */
    stop(ms: number): void {
      monotonic += ms
      wall += ms
      runDue(monotonic)
    },
    setWall(ms: number): void {
      wall += ms
    },
  }
}

export type Clock = ReturnType<typeof createClock>

/** A gateway as docs/verifier-protocol.md has it, as far as a test needs one. What it answers is the test's. */
export function createFakeGateway({ time }: Pick<Clock, 'time'>) {
  const connections: Connection[] = []
  const gateway = {
    /** What it knows: an item of `verified` for each credential. */
    verdicts: new Map<string, object>(),
    /** Slices: by the number of the budget. */
    grants: new Map<number, (item: Sent) => object>(),
    leaseMs: 2000,
    allowanceMs: 0,
    latencyMs: 1,
    inactiveMs: 100,
    /** The code with which it ends each new connection, if it does. */
    refuses: undefined as number | undefined,
    /** Nothing arrives any more, in either direction. */
    isSilent: false,
    connections,
    last: (): Connection => connections.at(-1) ?? raise('no connection'),
    connect(events: WireEvents) {
      const connection = createConnection(events)
      connections.push(connection)
      return connection.wire
    },
  }

  function createConnection(events: WireEvents): Connection {
    const sent: Sent[] = []
    let closed: { code: number; reason: string } | undefined
    let evictions = 0
    const later = (run: () => void, ms = gateway.latencyMs) =>
      time.after(ms, () => {
        if (!gateway.isSilent && !closed) run()
      })
    const answer = (frame: object, ms = 0) =>
      later(() => events.received(JSON.stringify(frame)), gateway.latencyMs + ms)
    if (gateway.refuses === undefined) later(() => events.opened())
    else later(() => connection.lose(gateway.refuses ?? 1006))

    function receive(frame: Sent): void {
      sent.push(frame)
      if (frame.type === 'hello')
        answer({
          type: 'welcome',
          holder: 'hol_1',
          gateway: 'gw_1',
          account_id: 'acc',
          lease_ms: 2000,
          renew_ms: 650,
          max_stale_ms: gateway.allowanceMs,
          entries: frame.entries,
        })
      else if (frame.type === 'renew')
        answer({ type: 'renewed', n: frame.n, lease_ms: gateway.leaseMs, max_stale_ms: gateway.allowanceMs })
      else if (frame.type === 'verify')
        frame.items.forEach(({ credential }: { credential: string }, i: number) => {
          const verdict = gateway.verdicts.get(credential)
          if (verdict) answer({ type: 'verified', id: frame.id, items: [{ i, ...verdict }] })
          else answer({ type: 'verified', id: frame.id, items: [{ i, active: false }] }, gateway.inactiveMs)
        })
      else if (frame.type === 'budget')
        answer({
          type: 'budget',
          id: frame.id,
          items: frame.items.map((item: Sent) => ({ budget: item.budget, ...gateway.grants.get(item.budget)?.(item) })),
        })
    }

    const connection: Connection = {
      wire: {
        send: (text: string) => void later(() => receive(JSON.parse(text))),
        close(code: number, reason: string) {
          closed = { code, reason }
        },
      },
      sent,
      of: (type: string): Sent[] => sent.filter((frame) => frame.type === type),
      closedWith: () => closed,
      bring: (frame: object | string) => events.received(typeof frame === 'string' ? frame : JSON.stringify(frame)),
      evict(what: { tags: number[] } | { all: true }): void {
        evictions += 1
        events.received(JSON.stringify({ type: 'evict', n: evictions, ...what }))
      },
      lose(code = 1006, reason = ''): void {
        closed = { code, reason }
        events.lost(code, reason)
      },
    }
    return connection
  }

  return gateway
}

type Connection = {
  wire: ReturnType<Connect>
  /** What arrived at the gateway. */
  sent: Sent[]
  of(type: string): Sent[]
  closedWith(): { code: number; reason: string } | undefined
  /** Something arrives at the verifier, at this moment. */
  bring(frame: object | string): void
  evict(what: { tags: number[] } | { all: true }): void
  lose(code?: number, reason?: string): void
}

/** The item of `verified` for a key with these limits. */
export function verdict(
  more: { limits?: object | null; tags?: number[]; fresh_ms?: number; ending?: object; principal?: object } = {},
) {
  const { limits = null, tags = [1, 2], fresh_ms = 60_000, ending, principal } = more
  return {
    active: true,
    principal: {
      active: true,
      scope: '*:*',
      username: 'ada@example.com',
      token_type: 'Bearer',
      exp: 2_000_000_000,
      sub: 'usr_1',
      iss: 'http://gateway.test',
      account_id: 'acc',
      role: 'developer',
      kind: 'key',
      owner: 'member',
      key_id: 'key_1',
      environment: 'live',
      metadata: null,
      tags: [],
      allowed_ips: null,
      rate_limit: null,
      quota: null,
      ...principal,
    },
    limits: limits && { scopes: null, allowed_ips: null, budgets: [], ...limits },
    tags,
    fresh_ms,
    ...(ending && { ending }),
  }
}

/** The state machine of a verifier before some gateways, `a`, `b`, …; of two, it begins with the first. */
export function createWorld(
  more: Partial<CoreSettings> & { gateways?: number; random?: () => number; aRefuses?: number } = {},
) {
  const { gateways: count = 1, random = () => 0, aRefuses, ...settings } = more
  const clock = createClock()
  const urls = ['a', 'b', 'c'].slice(0, count)
  const gateways = urls.map(() => createFakeGateway(clock))
  const [a = raise('a'), b = a] = gateways
  a.refuses = aRefuses
  const core = createCore(
    {
      urls,
      name: 'test',
      version: 'test/1',
      kind: 'verifier',
      maxStaleMs: 0,
      maxEntries: 1000,
      timeoutMs: 1000,
      maxWaiting: 100,
      ...settings,
    },
    {
      time: clock.time,
      random,
      connect: (url, events) => (gateways[urls.indexOf(url)] ?? raise(url)).connect(events),
      hash: (credential) => `hash of ${credential}`,
    },
  )

  function ask(credential: string, wanted: Wanted = {}) {
    const asked: { verdict?: Verdict } = {}
    core.verify(credential, wanted, (given) => {
      if (asked.verdict) throw new Error('answered twice')
      asked.verdict = given
    })
    return asked
  }
  /** The outcome of a request, once it has one; `waits` if there is none within the time. */
  function outcome(credential: string, wanted: Wanted = {}, withinMs = 150): string {
    const asked = ask(credential, wanted)
    if (!asked.verdict) clock.pass(withinMs)
    return outcomeOf(asked.verdict)
  }
  return {
    ...clock,
    core,
    a,
    b,
    ask,
    outcome,
    known: (text: string, wanted: Wanted = {}) => outcomeOf(core.known(text, wanted)),
  }
}

export function outcomeOf(given: Verdict | undefined): string {
  if (!given) return 'waits'
  if (given.allowed) return given.stale ? 'stale' : 'allowed'
  return given.code
}

function raise(what: string): never {
  throw new Error(what)
}
