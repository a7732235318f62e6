import { workForItself } from './callers.ts'
import type { Database } from './database.ts'

/** How long a proof that the database takes writes is good for. */
const PROOF_MS = 5000
/** The longest wait for an answer; a client that asks for readiness seldom waits longer itself. */
const PATIENCE_MS = 4500

/** Resolves if the database answers and takes writes; rejects with its fault, within five seconds. */
export type Readiness = () => Promise<void>

/**
 * Answers simultaneous calls with one question, and makes the database write something once in five seconds at most.
 */
export function createReadiness(database: Pick<Database, 'ping' | 'proveWritable'>): Readiness {
  let provenUntil = 0
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    const now = performance.now()
    if (now < provenUntil) return database.ping()
    await database.proveWritable()
    provenUntil = now + PROOF_MS
  }

  return () => {
    // In nobody's name: the others must not wait for work that the first caller has under way.
    asking ??= workForItself(() => withPatience(ask())).finally(() => {
      asking = undefined
    })
    return asking
  }
}

function withPatience(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the database did not answer in time')), PATIENCE_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
