import { availableParallelism } from 'node:os'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { createTurns } from './turns.ts'

/** What a hash takes: KiB of memory, and passes over it. */
export type PasswordCost = { memoryCost: number; timeCost: number }

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 }
// The const enum of the package cannot be imported under type stripping; 2 is its Argon2id.
const ARGON2ID = 2 as Algorithm

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
export function createPasswords(cost = PASSWORD_COST, concurrency = availableParallelism()): Passwords {
  const parameters = { algorithm: ARGON2ID, parallelism: 1, ...cost }
  /** How a hash of today begins (the PHC string format). */
  const prefix = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=1$`
  const run = createTurns(concurrency)
  // A start does not wait for it.
  const nobody = hash('nobody has this password', parameters)
  return {
    hash: (password) => run(() => hash(password, parameters)),
    isOutdated: (passwordHash) => !passwordHash.startsWith(prefix),
    async verify(password, passwordHash) {
      const compared = passwordHash ?? (await nobody)
      const matches = await run(() => verify(compared, password))
      return matches && passwordHash !== null
    },
  }
}
