import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createMinimumDuration } from './minimum-duration.ts'

const { hold, holdIf } = createMinimumDuration()

async function took(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

// Timers may fire a moment early; the time is the promise.
const LEAST_MS = 98

it('lets nobody see by the time whether much or nothing was done', async () => {
  for (const ms of [0, 20, 60]) expect(await took(() => hold(() => sleep(ms)))).toBeGreaterThan(LEAST_MS)
})

it('holds only the answers whose time would tell something', async () => {
  const held = await took(() =>
    holdIf(
      (value) => value === 'inactive',
      async () => 'inactive',
    ),
  )
  const free = await took(() =>
    holdIf(
      (value) => value === 'inactive',
      async () => 'active',
    ),
  )
  expect(held).toBeGreaterThan(LEAST_MS)
  expect(free).toBeLessThan(held)
})
