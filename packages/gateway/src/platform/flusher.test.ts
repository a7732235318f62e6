import { queryObjects } from 'node:v8'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFlusher, type Pace } from './flusher.ts'

const EVERY_MS = 10_000
/** Its end is never the time of a tick. */
const LONG_MS = 61_000

let written: string[]
/** Three parts, with a long rest after each of the first two. */
async function write(pace: Pace): Promise<void> {
  for (const part of ['a', 'b', 'c']) {
    written.push(pace.isHurried() ? part.toUpperCase() : part)
    if (part !== 'c') await pace.rest(LONG_MS)
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  written = []
})
afterEach(() => void vi.useRealTimers())

it('a write that rests is not begun again until it has ended', async () => {
  const flusher = createFlusher(write, EVERY_MS)
  flusher.start()
  await vi.advanceTimersByTimeAsync(EVERY_MS)
  expect(written).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(LONG_MS)
  expect(written).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(LONG_MS)
  expect(written).toEqual(['a', 'b', 'c'])
  await vi.advanceTimersByTimeAsync(EVERY_MS)
  expect(written).toEqual(['a', 'b', 'c', 'a'])
  await flusher.stop()
})

it.each(['flush', 'stop'] as const)('does not rest while somebody waits: %s', async (end) => {
  const flusher = createFlusher(write, EVERY_MS)
  flusher.start()
  await vi.advanceTimersByTimeAsync(EVERY_MS)
  // No timer goes on: it would wait for ever.
  await flusher[end]()
  expect(written).toEqual(['a', 'B', 'C', 'A', 'B', 'C'])
  expect(vi.getTimerCount()).toBe(end === 'stop' ? 0 : 1)
})

it('rests again once nobody waits any more', async () => {
  const flusher = createFlusher(write, EVERY_MS)
  flusher.start()
  await Promise.all([flusher.flush(), flusher.flush()])
  written = []
  await vi.advanceTimersByTimeAsync(EVERY_MS)
  expect(written).toEqual(['a'])
  await flusher.stop()
})

it('keeps nothing of the rests that are over', async () => {
  const RESTS = 300
  const alive: number[] = []
  const flusher = createFlusher(async (pace) => {
    // Collects garbage first.
    alive.push(queryObjects(Promise, { format: 'count' }))
    for (let n = 0; n < RESTS; n += 1) await pace.rest(1)
    alive.push(queryObjects(Promise, { format: 'count' }))
  }, EVERY_MS)
  flusher.start()
  await vi.advanceTimersByTimeAsync(EVERY_MS)
  await vi.advanceTimersByTimeAsync(RESTS)
  const [before = Number.NaN, after = Number.NaN] = alive
  expect(after - before).toBeLessThan(RESTS / 3)
  await flusher.stop()
})
