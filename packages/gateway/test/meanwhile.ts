import type { Database } from '../src/database/database.ts'

/** Lets something happen between what a request reads first and its transaction. */
export function openMeanwhile() {
  let pending: (() => Promise<unknown>) | undefined
  return {
    /** For the last parameter of openTestGateway. */
    watch: (database: Database): Database => ({
      ...database,
      async transaction(work) {
        const first = pending
        pending = undefined
        await first?.()
        return database.transaction(work)
      },
    }),
    /** Done once, before the next transaction begins. */
    do(work: () => Promise<unknown>): void {
      pending = work
    },
    isDone: () => pending === undefined,
  }
}
