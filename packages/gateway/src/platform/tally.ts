import type { Tx } from './database/database.ts'

/** What this process has done since its start that no answer tells by its status. */
export type Tallied = { signIns: number; issuedKeys: number }

export type Tally = {
  /** Adds one when the transaction commits, and nothing if it does not. */
  count(tx: Tx, what: keyof Tallied): void
  read(): Tallied
}

/** Two numbers in memory: nothing waits for them, and nothing can fail. */
export function createTally(): Tally {
  const tallied: Tallied = { signIns: 0, issuedKeys: 0 }
  return {
    count(tx, what) {
      tx.afterCommit(() => {
        tallied[what] += 1
      })
    },
    read: () => ({ ...tallied }),
  }
}
