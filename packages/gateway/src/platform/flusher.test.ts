import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFlusher, type Pace } from './flusher.ts'

const EVERY_MS = 10_000
/** Its end is never the time of a tick. */
const LONG_MS = 61_000

const RESTS = 300
/** Counts the promises that are alive before and after so many rests; each count collects garbage first. */
const RESTING = `
  import { queryObjects } from 'node:v8'
  const { createFlusher } = await import(${JSON.stringify(new URL('flusher.ts', import.meta.url).href)})
  const count = () => queryObjects(Promise, { format: 'count' })
  const { promise: counts, resolve } = Promise.withResolvers()
  const write = async (pace) => {
    const before = count()
    for (let n = 0; n < ${RESTS}; n += 1) await pace.rest(0)
    resolve({ before, after: count() })
  }
  createFlusher(write, 1).start()
  // Timers of a flusher keep no process alive.
  setTimeout(() => {}, 30_000)
  console.log(JSON.stringify(await counts))
  process.exit()
`

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
  vi.useRealTimers()
  // In a process of its own, whose memory is small: V8 walks through all of it to count the promises.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    '--input-type=module',
    '--eval',
    RESTING,
  ])
  const { before, after } = JSON.parse(stdout)
  expect(before).toBeGreaterThan(0)
  expect(after - before).toBeLessThan(RESTS / 3)
})
