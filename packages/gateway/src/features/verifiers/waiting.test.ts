import { describe, expect, it } from 'vitest'
import { createManualTime } from '../../../test/run/manual-time.ts'
import { createHolders } from './local-holders.ts'
import type { Still } from './permission.ts'
import { createWaiting } from './waiting.ts'

const MIB = 1_048_576

describe('what verifiers have sent and what waits', () => {
  it('has at most 2 MiB of one of them', () => {
    const hold = createWaiting().track('acc_1')
    const release = hold(MIB)
    expect([hold(MIB), hold(1)]).toEqual([expect.any(Function), undefined])
    release?.()
    release?.()
    expect([hold(MIB), hold(1)]).toEqual([expect.any(Function), undefined])
  })

  it('has at most 16 MiB of an account, however many verifiers it has, and 64 MiB in all', () => {
    const waiting = createWaiting()
    const taken = (accountId: string) =>
      Array.from({ length: 30 }, () => waiting.track(accountId)(MIB)).filter((release) => release).length
    expect(['acc_1', 'acc_2', 'acc_3', 'acc_4', 'acc_5'].map(taken)).toEqual([16, 16, 16, 16, 0])
  })

  it('leaves each account a little, whatever the others have', () => {
    const waiting = createWaiting()
    for (let account = 0; account < 40; account += 1) waiting.track(`acc_${account}`)(2 * MIB)
    const hold = waiting.track('quiet')
    expect([hold(60_000), hold(60_000)]).toEqual([expect.any(Function), undefined])
  })
})

/** A gateway whose turns, database and rechecks wait until a test lets them go on. */
function openStuckGateway() {
  const time = createManualTime()
  const stuck: { lookUps: (() => void)[]; turns: (() => void)[]; rechecks: ((still: Still) => void)[] } = {
    lookUps: [],
    turns: [],
    rechecks: [],
  }
  const lost: number[] = []
  const counted: (() => void)[] = []
  const holders = createHolders({
    ...{ time, gateway: 'gw_1', mostEntries: 1000, mostStaleMs: 0 },
    ...{ trustedMs: () => 2000, announce: (done) => done() },
    turn: (_holder, _count, run) => stuck.turns.push(run),
  })
  const flush = (runs: (() => void)[]) => {
    for (const run of runs.splice(0)) run()
  }

  function connect() {
    const sent: { type: string; id?: number; items?: object[] }[] = []
    const world = { closed: '' }
    const wire = holders.open(
      { id: 'hol', accountId: 'acc_1', tags: ['key_own'], expiresAt: time.wall() + 1e9 },
      {
        send: (text) => sent.push(JSON.parse(text)),
        close(closing) {
          world.closed = closing
          wire.lost(false)
        },
        lookUp: (given, done) => stuck.lookUps.push(() => done(given.map(() => undefined))),
        takeSlices: () => {},
        used: (_items, done) => counted.push(done),
        usesLost: (keys) => lost.push(keys),
        recheck: (done) => stuck.rechecks.push(done),
      },
    )
    const says = (frame: object) => wire.received(JSON.stringify(frame))
    for (const recheck of stuck.rechecks.splice(0)) recheck('allowed')
    says({ type: 'hello', name: 'x', version: 'y', entries: 5 })
    return {
      says,
      world,
      lost: () => wire.lost(false),
      /** 100 credentials: 400 KB. */
      verify: (id: number) => says({ type: 'verify', id, items: Array(100).fill({ credential: 'a'.repeat(3980) }) }),
      /** The ids of questions that were refused since the last call. */
      refused: () =>
        sent
          .splice(0)
          .filter(({ items = [] }) => items.some((item) => 'error' in item && item.error === 'unavailable'))
          .map(({ id }) => id),
    }
  }

  return { time, holders, stuck, lost, counted, connect, flush }
}

describe('a verifier that asks more than its gateway can answer', () => {
  it('is refused the rest at once, keeps its connection, and is answered again when there is room', () => {
    const { connect, stuck, flush, time } = openStuckGateway()
    const one = connect()
    for (let id = 0; id < 8; id += 1) one.verify(id)
    expect([one.refused(), one.world.closed]).toEqual([[5, 6, 7], ''])
    flush(stuck.turns)
    one.verify(8)
    expect(one.refused()).toEqual([8])
    flush(stuck.lookUps)
    time.pass(100)
    one.verify(9)
    expect(one.refused()).toEqual([])
    one.says({ type: 'renew', n: 1 })
    expect(one.world.closed).toBe('')
  })

  it('gains nothing by coming again: what it left behind counts until it is thrown away', () => {
    const { connect, stuck, flush } = openStuckGateway()
    let taken = 0
    for (let times = 0; times < 30; times += 1) {
      const one = connect()
      for (let id = 0; id < 5; id += 1) one.verify(id)
      taken += 5 - one.refused().length
      one.lost()
    }
    expect(taken).toBe(Math.floor((16 * MIB) / 400_000))
    flush(stuck.turns)
    expect(stuck.lookUps).toEqual([])
    const one = connect()
    one.verify(1)
    expect(one.refused()).toEqual([])
  })

  it('has no more while its right is looked at again, and what waited for that goes with the connection', () => {
    const { connect, holders, stuck, lost, counted } = openStuckGateway()
    const report = (n: number) => ({
      type: 'used',
      items: Array.from({ length: 1000 }, (_, key) => ({
        ...{ key_id: `${n} ${key} ${'k'.repeat(90)}`, uses: 1, last_ms: 0 },
      })),
    })
    const one = connect()
    holders.evict(['key_own'], () => {})
    for (let n = 0; n < 20; n += 1) one.says(report(n))
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.length).toBeLessThan(10)
    expect(counted).toEqual([])
    for (const recheck of stuck.rechecks.splice(0)) recheck('allowed')
    expect(counted.length + lost.length).toBe(20)
    for (const done of counted.splice(0)) done()
    // All of this waits on each of nine connections, which would be more than an account may have.
    for (let times = 0; times < 9; times += 1) {
      const other = connect()
      holders.evict(['key_own'], () => {})
      for (let id = 0; id < 5; id += 1) other.verify(id)
      expect(other.refused()).toEqual([])
      other.lost()
    }
  })
})
