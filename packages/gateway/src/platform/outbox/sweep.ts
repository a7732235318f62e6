import type { Database, Tx } from '../database/database.ts'
import { currentSpan } from '../tracing/span.ts'
import { defineWork, type Outbox } from './outbox.ts'
import { handlerFor, type WorkHandler } from './worker.ts'

/** A job that runs again and again; however many gateways there are, one of them runs it at a time. */
export type RecurringJob = { name: string; everyMs: number; run(now: number): Promise<void> }

const sweepWork = defineWork<null>('recurring')

/** Runs recurring jobs from the outbox: each once at the start, then at its interval. */
export function runRecurringJobs(jobs: readonly RecurringJob[]): WorkHandler {
  const byName = new Map(jobs.map((job) => [job.name, job]))
  return handlerFor(sweepWork, async (_payload, { key }) => {
    const job = byName.get(key)
    // The job belongs to another version of the program: leave it to a gateway of that version.
    if (!job) return { againAt: Date.now() + 60_000 }
    currentSpan()?.set({ 'quiva.job': key })
    await job.run(Date.now())
    return { againAt: Date.now() + job.everyMs }
  })
}

/** Stores recurring jobs as outbox items, one each: they survive a crash, and several gateways share them. */
export async function enqueueRecurringJobs(
  database: Database,
  outbox: Outbox,
  jobs: readonly RecurringJob[],
): Promise<void> {
  await database.transaction(async (tx: Tx) => {
    for (const { name } of jobs) await outbox.enqueue(tx, sweepWork, null, { key: name })
  })
}
