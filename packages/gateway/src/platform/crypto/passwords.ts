import { availableParallelism } from 'node:os'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { createTurns } from './turns.ts'

/** What a hash takes: KiB of memory, and passes over it. */
export type PasswordCost = { memoryCost: number; timeCost: number }

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 }
// The const enum of the package cannot be imported under type stripping; 2 is its Argon2id.
const ARGON2ID = 2 as Algorithm

/**
 * The form in which a password is hashed and measured (NIST SP 800-63B §3.1.1.2, NFKC): keyboards and systems write the
 * same letters in several ways.
 */
export function normalisePassword(typed: string): string {
  return typed.normalize('NFKC')
}

/** Hashes and checks passwords off the event loop. */
export type Passwords = {
  hash(password: string): Promise<string>
  /**
   * With no hash to compare with (unknown user, no password set) it does the same work and answers false. The raw form
   * is tried too where it differs: hashes of other days are of it.
   */
  verify(password: string, passwordHash: string | null): Promise<boolean>
  /** Whether to hash a password again that was just proven: its hash is of other parameters, or of the raw form. */
  isOutdated(password: string, passwordHash: string): Promise<boolean>
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
  const matches = (password: string, passwordHash: string) => run(() => verify(passwordHash, password))
  return {
    hash: (password) => run(() => hash(normalisePassword(password), parameters)),
    async isOutdated(password, passwordHash) {
      if (!passwordHash.startsWith(prefix)) return true
      const normalised = normalisePassword(password)
      return normalised !== password && !(await matches(normalised, passwordHash))
    },
    async verify(password, passwordHash) {
      const compared = passwordHash ?? (await nobody)
      const normalised = normalisePassword(password)
      const isRight =
        (await matches(normalised, compared)) || (normalised !== password && (await matches(password, compared)))
      return isRight && passwordHash !== null
    },
  }
}
