import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '../../src/platform/database/database.ts'

/** Lets something happen between a request's first reads and its transaction. */
export function openMeanwhile() {
  // Work in the background (uses of keys, the outbox) has transactions too, and must not set it off.
  const requests = new AsyncLocalStorage<object>()
  let pending: { work: () => Promise<unknown>; by: object; toPass: number } | undefined
  return {
    /** For `watch` of openTestGateway. */
    watch: (database: Database): Database => ({
      ...database,
      async transaction(work) {
        const due = pending?.by === requests.getStore() ? pending : undefined
        if (due && due.toPass > 0) due.toPass -= 1
        else if (due) {
          pending = undefined
          await due.work()
        }
        return database.transaction(work)
      },
    }),
    /**
     * Runs `work` once, before the next transaction of the code that the test calls from here on, or `after` that many
     * further transactions.
     */
    do(work: () => Promise<unknown>, { after = 0 } = {}): void {
      pending = { work, by: {}, toPass: after }
      requests.enterWith(pending.by)
    },
    isDone: () => pending === undefined,
  }
}
