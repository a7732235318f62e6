import { describe, expect, it } from 'vitest'
import { createManualTime } from '../../../test/run/manual-time.ts'
import { createTurns } from './turns.ts'

function openTurns(perSecond: number) {
  const time = createManualTime()
  const pauses: (() => void)[] = []
  const ran: string[] = []
  const turn = createTurns(time, perSecond, (run) => pauses.push(run))
  return {
    time,
    ran,
    ask: (accountId: string, id: string, count = 100) => turn({ id, accountId }, count, () => ran.push(id)),
    /** Others are served `times` times. */
    serve(times = Number.POSITIVE_INFINITY) {
      for (let left = times; left > 0 && pauses.length > 0; left -= 1) pauses.shift()?.()
    },
  }
}

describe('what verifiers ask for', () => {
  it('is looked up at once if nothing else is, and one question at a time otherwise', () => {
    const { ask, ran, serve } = openTurns(1000)
    ask('acc_1', 'a')
    expect(ran).toEqual(['a'])
    ask('acc_1', 'a')
    ask('acc_2', 'b')
    expect(ran).toEqual(['a'])
    serve(1)
    expect(ran).toEqual(['a', 'a'])
    serve()
    expect(ran).toEqual(['a', 'a', 'b'])
    ask('acc_1', 'a')
    expect(ran).toHaveLength(4)
  })

  it('takes turns: an account waits for no more than one question of each other, a verifier for one of each of its account', () => {
    const { ask, ran, serve } = openTurns(100_000)
    for (let id = 0; id < 16; id += 1) for (const holder of ['a', 'b', 'c']) ask('acc_1', holder)
    ask('acc_1', 'd')
    ask('acc_2', 'x')
    ask('acc_2', 'x')
    serve()
    expect(ran.indexOf('x')).toBeLessThanOrEqual(2)
    expect(ran.lastIndexOf('x')).toBeLessThanOrEqual(4)
    expect(ran.indexOf('d')).toBeLessThanOrEqual(7)
    expect(ran).toHaveLength(51)
  })

  it('is no more than the pace of its account, over all its verifiers; others do not wait for that', () => {
    const { ask, ran, serve, time } = openTurns(1000)
    for (let id = 0; id < 15; id += 1) for (const holder of ['a', 'b', 'c', 'd']) ask('acc_1', holder)
    serve()
    expect(ran).toHaveLength(10)
    ask('acc_2', 'x')
    expect(ran.at(-1)).toBe('x')
    serve()
    for (let passed = 0; passed < 2000; passed += 10) {
      time.pass(10)
      serve()
    }
    expect(ran.length).toBeGreaterThanOrEqual(30)
    expect(ran.length).toBeLessThanOrEqual(32)
    for (let passed = 0; passed < 4000; passed += 10) {
      time.pass(10)
      serve()
    }
    expect([ran.length, time.timers()]).toEqual([61, 0])
  })

  it('is not more after a pause than a second allows', () => {
    const { ask, ran, serve, time } = openTurns(1000)
    ask('acc_1', 'a')
    serve()
    time.pass(3_600_000)
    ask('acc_2', 'other')
    for (let id = 0; id < 30; id += 1) ask('acc_1', 'a')
    serve()
    expect(ran.filter((id) => id === 'a')).toHaveLength(11)
  })
})
