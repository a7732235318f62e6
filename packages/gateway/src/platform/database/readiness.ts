import { workForItself } from './callers.ts'
import type { Database } from './database.ts'

/** How long a proof that the database takes writes is good for. */
const PROOF_MS = 5000
/** Longest wait for an answer; what asks for readiness seldom waits longer itself. */
const PATIENCE_MS = 4500

/** Resolves if the database answers and takes writes; rejects with its fault, within five seconds. */
export type Readiness = () => Promise<void>

/** Asks for all who ask at the same time once, and has the database write something every five seconds at most. */
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
    // Nobody's in particular: whoever asks first must not make the others wait for what they themselves have under way.
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
