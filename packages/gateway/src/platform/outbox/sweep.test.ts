import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { createSealer } from '../crypto/sealing.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import { createOutbox } from './outbox.ts'
import { enqueueRecurringJobs, type RecurringJob, runRecurringJobs } from './sweep.ts'
import { createWorker, type Worker } from './worker.ts'

const MINUTE_MS = 60_000
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeEngines('runRecurringJobs', (engine) => {
  let place: Place
  let database: Database
  const workers: Worker[] = []
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    place = await openPlace(engine)
    database = await openDatabase(readConfig(place.environment))
  })
  afterEach(async () => {
    vi.useRealTimers()
    for (const worker of workers.splice(0)) await worker.stop()
    await database.close()
    await place.remove()
  })

  async function startGateway(jobs: RecurringJob[]): Promise<Worker> {
    const sealer = createSealer(randomBytes(32))
    const worker = createWorker(database, sealer, silent)
    workers.push(worker)
    worker.handle([runRecurringJobs(jobs)])
    await enqueueRecurringJobs(database, createOutbox(sealer), jobs)
    await worker.start()
    return worker
  }
  const pass = (ms: number) => {
    vi.setSystemTime(Date.now() + ms)
    for (const worker of workers) worker.wake()
  }
  const waiting = () => database.read.selectFrom('outbox').select(['key', 'leased_until']).orderBy('key').execute()
  const idle = () => expect.poll(async () => (await waiting()).every((item) => item.leased_until === 0)).toBe(true)

  it('runs each job at the start and then at its own interval, with the time', async () => {
    const times: Record<string, number[]> = { often: [], rarely: [] }
    const job = (name: string, everyMs: number) => ({
      name,
      everyMs,
      run: async (now: number) => void times[name]?.push(now),
    })
    await startGateway([job('often', MINUTE_MS), job('rarely', 60 * MINUTE_MS)])
    await expect.poll(() => [times.often?.length, times.rarely?.length]).toEqual([1, 1])
    await idle()
    pass(MINUTE_MS)
    await expect.poll(() => times.often?.length).toBe(2)
    await idle()
    pass(60 * MINUTE_MS)
    await expect.poll(() => [times.often?.length, times.rarely?.length]).toEqual([3, 2])
    expect((times.often?.[1] ?? 0) - (times.often?.[0] ?? 0)).toBeGreaterThanOrEqual(MINUTE_MS)
  })

  it('is done by one gateway at a time, however many there are', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const job: RecurringJob = {
      name: 'tidy',
      everyMs: MINUTE_MS,
      run: async () => {
        runs += 1
        running += 1
        most = Math.max(most, running)
        await sleep(10)
        running -= 1
      },
    }
    // SQLite serves one gateway only.
    for (let gateway = engine === 'postgres' ? 3 : 1; gateway > 0; gateway -= 1) await startGateway([job])
    await expect.poll(() => running === 0 && runs > 0).toBe(true)
    await idle()
    const before = runs
    pass(MINUTE_MS + 1000)
    await expect.poll(() => runs).toBe(before + 1)
    await sleep(50)
    expect([runs, most]).toEqual([before + 1, 1])
  })

  it('goes on after a run that failed, and keeps one item for each job', async () => {
    let runs = 0
    const job: RecurringJob = {
      name: 'tidy',
      everyMs: MINUTE_MS,
      run: async () => {
        runs += 1
        if (runs === 1) throw new Error('on purpose')
      },
    }
    await startGateway([job])
    await startGateway([job])
    await expect.poll(() => runs).toBeGreaterThan(0)
    pass(MINUTE_MS)
    await expect.poll(() => runs).toBeGreaterThan(1)
    expect((await waiting()).map(({ key }) => key)).toEqual(['tidy'])
  })

  it('leaves a job that only another version of the program knows to that one', async () => {
    await startGateway([{ name: 'of a newer version', everyMs: MINUTE_MS, run: async () => {} }])
    await idle()
    for (const worker of workers.splice(0)) await worker.stop()
    let runs = 0
    const run = async () => {
      runs += 1
    }
    await startGateway([{ name: 'mine', everyMs: MINUTE_MS, run }])
    pass(2 * MINUTE_MS)
    await expect.poll(() => runs).toBeGreaterThan(0)
    await idle()
    expect((await waiting()).map(({ key }) => key)).toEqual(['mine', 'of a newer version'])
  })
})
