import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database as Connection } from 'better-sqlite3'
import type { Kysely } from 'kysely'
import { workForItself } from './callers.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Tx } from './database.ts'
import type { Schema } from './schema.ts'

type Member = { run: (tx: Tx) => Promise<unknown>; settle: (outcome: Outcome) => void }
type Outcome = { done: true; value: unknown; afterCommit: (() => void)[] } | { done: false; error: unknown }

/** How many transactions may share a commit: bounds how long each of them waits for the others. */
const GROUP_SIZE = 32
/** For how long a group keeps other requests waiting, in milliseconds, before they get a turn of the event loop. */
const MOST_AT_A_TIME_MS = 2

/**
 * One fsync for all the transactions that wait for one. A commit with `synchronous=FULL` blocks the thread for the
 * length of an fsync; at 16 clients one commit for each would triple both that time and the latency of every reader.
 *
 * Each member runs inside a savepoint: one that throws undoes only itself. If the commit fails, all members fail.
 */
export function createGroupCommit(
  connection: Connection,
  db: Kysely<Schema>,
  checkpoints: Pick<Checkpoints, 'held' | 'committed'> = { held: () => undefined, committed: () => undefined },
) {
  const begin = connection.prepare('BEGIN IMMEDIATE')
  const commit = connection.prepare('COMMIT')
  const rollback = connection.prepare('ROLLBACK')
  const savepoint = connection.prepare('SAVEPOINT member')
  const release = connection.prepare('RELEASE member')
  const undo = connection.prepare('ROLLBACK TO member')

  const waiting: Member[] = []
  let draining = false
  const idleCallbacks: (() => void)[] = []

  function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (outcome: Outcome) => {
        if (!outcome.done) return reject(outcome.error)
        for (const callback of outcome.afterCommit) callback()
        resolve(outcome.value as T)
      }
      // The members of a group run one after the other in one loop, but each in the context of its own caller.
      waiting.push({ run: AsyncLocalStorage.bind(work), settle })
      if (!draining) workForItself(() => void drain())
    })
  }

  async function drain(): Promise<void> {
    draining = true
    while (waiting.length > 0) {
      // One turn of the event loop lets every request that has already arrived join this group.
      await aTurn()
      await checkpoints.held()
      await commitTogether(waiting.splice(0, GROUP_SIZE))
      checkpoints.committed()
    }
    // In the same turn as the check of `waiting`: a transaction that comes later starts a drain of its own.
    draining = false
    for (const callback of idleCallbacks.splice(0)) callback()
  }

  async function commitTogether(group: Member[]): Promise<void> {
    const outcomes: Outcome[] = []
    try {
      const letOthersGoFirst = createBreaks()
      begin.run()
      for (const member of group) {
        await letOthersGoFirst()
        outcomes.push(await runInSavepoint(member))
      }
      await letOthersGoFirst()
      commit.run()
    } catch (error) {
      if (connection.inTransaction) rollback.run()
      for (const member of group) member.settle({ done: false, error })
      return
    }
    group.forEach((member, index) => {
      const outcome = outcomes[index]
      if (outcome) member.settle(outcome)
    })
  }

  async function runInSavepoint(member: Member): Promise<Outcome> {
    const beforeCommit: (() => Promise<void>)[] = []
    const afterCommit: (() => void)[] = []
    savepoint.run()
    try {
      const value = await member.run({
        db,
        beforeCommit: (callback) => beforeCommit.push(callback),
        afterCommit: (callback) => afterCommit.push(callback),
      })
      for (const callback of beforeCommit) await callback()
      release.run()
      return { done: true, value, afterCommit }
    } catch (error) {
      // Some faults (a full disk) make SQLite roll back the whole transaction; then the whole group has failed.
      if (!connection.inTransaction) throw error
      undo.run()
      release.run()
      return { done: false, error }
    }
  }

  return {
    transaction,
    /** Resolves when no transaction is waiting or running. */
    async idle(): Promise<void> {
      if (draining) await new Promise<void>((resolve) => idleCallbacks.push(resolve))
    },
  }
}

/**
 * Whoever reads does so on another connection and sees nothing of the transaction until its commit; whoever writes waits
 * for the next group.
 */
function createBreaks() {
  let since = performance.now()
  return async (): Promise<void> => {
    if (performance.now() - since < MOST_AT_A_TIME_MS) return
    await aTurn()
    since = performance.now()
  }
}

const aTurn = () => new Promise((resolve) => setImmediate(resolve))
