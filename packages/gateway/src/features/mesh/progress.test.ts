import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Memory } from './memory.ts'
import { checkProgress, clearProgress } from './progress.ts'

const from = Date.parse('2026-01-01T00:00:00Z')
let memory: Memory
beforeEach(() => {
  vi.useFakeTimers({ now: from })
  memory = {}
})
afterEach(() => {
  vi.useRealTimers()
})

const look = (copies = 3, servers = ['n0', 'n1', 'n2'], lacking?: number) => {
  delete memory.unchanged
  if (lacking !== undefined) memory.unchanged = { lacking, where: ['n1'], since: 0, isAhead: false }
  return checkProgress(memory, { config: { name: 's', num_replicas: copies } }, { servers })
}
const lookEachSecond = (seconds: number, one: () => unknown) => {
  for (let second = 0; second < seconds; second += 1) {
    vi.advanceTimersByTime(1000)
    one()
  }
}

test('a step that stands still is told within a minute, with the time since when, and for the log once', () => {
  expect(look().toldSince).toBeNull()
  lookEachSecond(44, () => expect(look().toldSince).toBeNull())
  vi.advanceTimersByTime(1000)
  expect(look()).toEqual({ toldSince: new Date(from), isFirst: true, isForCure: false })
  expect(look()).toEqual({ toldSince: new Date(from), isFirst: false, isForCure: false })
  lookEachSecond(29, () => expect(look().isForCure).toBe(false))
  vi.advanceTimersByTime(1000)
  expect(look().isForCure).toBe(true)
})

test('one that gets on is not told, however long it takes', () => {
  let lacking = 1000
  lookEachSecond(300, () => {
    lacking -= 1
    expect(look(3, ['n0', 'n1', 'n2'], lacking).toldSince).toBeNull()
  })
})

test('one that lacks now this and now that, and never less than it did, stands still', () => {
  const lacks = [5, undefined, 7, 5]
  lookEachSecond(50, () => look(3, ['n0', 'n1'], lacks[Math.floor(Date.now() / 1000) % 4]))
  expect(look(3, ['n0', 'n1'], 5).toldSince).not.toBeNull()
})

test.each<[string, () => unknown]>([
  ['another number of copies', () => look(1)],
  ['other servers', () => look(3, ['n0', 'n1', 'n4'])],
  ['nothing to wait for', () => clearProgress(memory)],
])('it begins anew with %s', (_what, change) => {
  look()
  vi.advanceTimersByTime(44_000)
  change()
  vi.advanceTimersByTime(2000)
  expect(look().toldSince).toBeNull()
})
