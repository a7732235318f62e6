import { availableParallelism } from 'node:os'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { createTurns } from './turns.ts'

/** The cost of a hash: KiB of memory, and passes over it. */
export type PasswordCost = { memoryCost: number; timeCost: number }

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 }
// The const enum of the package cannot be imported under type stripping; 2 is its Argon2id.
const ARGON2ID = 2 as Algorithm

/**
 * The form of a password that is hashed and measured (NIST SP 800-63B §3.1.1.2, NFKC): keyboards and systems encode the
 * same letters in several ways.
 */
export function normalisePassword(typed: string): string {
  return typed.normalize('NFKC')
}

/** Hashes and checks passwords off the event loop. */
export type Passwords = {
  hash(password: string): Promise<string>
  /**
   * Without a hash to compare with (unknown user, no password set) it does the same work and answers false. If the raw
   * form differs from the normalised one it is tried too: older hashes were made of the raw form.
   */
  verify(password: string, passwordHash: string | null): Promise<boolean>
  /**
   * Whether a password that was just proven should be hashed again: its hash has other parameters, or is of the raw
   * form.
   */
  isOutdated(password: string, passwordHash: string): Promise<boolean>
}

/**
 * Hashes at most as many passwords at once as there are cores. More would only queue in libuv's pool, where file reads
 * and DNS wait too, and take 19 MiB each.
 */
export function createPasswords(cost = PASSWORD_COST, concurrency = availableParallelism()): Passwords {
  const parameters = { algorithm: ARGON2ID, parallelism: 1, ...cost }
  /** How a hash with the current parameters begins (the PHC string format). */
  const prefix = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=1$`
  const run = createTurns(concurrency)
  // Not awaited, so that the start does not wait for it.
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
