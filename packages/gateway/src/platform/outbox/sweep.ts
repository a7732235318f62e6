import type { Database, Tx } from '../database/database.ts'
import { defineWork, type Outbox } from './outbox.ts'
import type { Worker } from './worker.ts'

/** A job that runs again and again; one gateway at a time does it, however many there are. */
export type RecurringJob = { name: string; everyMs: number; run(now: number): Promise<void> }

const sweepWork = defineWork<null>('recurring')

/** Keeps recurring jobs as outbox items, one each: they survive a kill, and several gateways share them. */
export async function runRecurringJobs(
  database: Database,
  outbox: Outbox,
  worker: Worker,
  jobs: RecurringJob[],
): Promise<void> {
  const byName = new Map(jobs.map((job) => [job.name, job]))
  worker.handle(sweepWork, async (_payload, { key }) => {
    const job = byName.get(key)
    // A job of another version of the program: leave it to that one.
    if (!job) return { againAt: Date.now() + 60_000 }
    await job.run(Date.now())
    return { againAt: Date.now() + job.everyMs }
  })
  await database.transaction(async (tx: Tx) => {
    for (const { name } of jobs) await outbox.enqueue(tx, sweepWork, null, { key: name })
  })
}
