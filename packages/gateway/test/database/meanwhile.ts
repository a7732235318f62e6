import type { Database } from '../../src/platform/database/database.ts'

/** Lets something happen between what a request reads first and its transaction. */
export function openMeanwhile() {
  let pending: (() => Promise<unknown>) | undefined
  let toPass = 0
  return {
    /** For the last parameter of openTestGateway. */
    watch: (database: Database): Database => ({
      ...database,
      async transaction(work) {
        if (pending && toPass > 0) toPass -= 1
        else {
          const first = pending
          pending = undefined
          await first?.()
        }
        return database.transaction(work)
      },
    }),
    /** Done once, before the next transaction begins; or before another one, `after` some that pass. */
    do(work: () => Promise<unknown>, { after = 0 } = {}): void {
      pending = work
      toPass = after
    },
    isDone: () => pending === undefined,
  }
}
