import { availableParallelism } from 'node:os'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { createTurns } from './turns.ts'

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. The const enum of the package cannot be
// imported under type stripping; 2 is its Argon2id.
const ARGON2ID = 2 as Algorithm
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** How a hash of today begins (the PHC string format). */
const PREFIX = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`

/** Hashes and checks passwords off the event loop. */
export type Passwords = {
  hash(password: string): Promise<string>
  /** With no hash to compare with (unknown person, no password set) it does the same work and answers false. */
  verify(password: string, passwordHash: string | null): Promise<boolean>
  /** True if the hash was made with other parameters than those of today. */
  isOutdated(passwordHash: string): boolean
}

/**
 * At most as many at once as there are cores: more would only queue in libuv's pool, where file reads and DNS wait
 * too, and hold 19 MiB each.
 */
export async function createPasswords(concurrency = availableParallelism()): Promise<Passwords> {
  const run = createTurns(concurrency)
  const nobody = await hash('nobody has this password', PARAMETERS)
  return {
    hash: (password) => run(() => hash(password, PARAMETERS)),
    isOutdated: (passwordHash) => !passwordHash.startsWith(PREFIX),
    async verify(password, passwordHash) {
      const matches = await run(() => verify(passwordHash ?? nobody, password))
      return matches && passwordHash !== null
    },
  }
}
