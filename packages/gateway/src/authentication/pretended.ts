import { keyedHash } from '../crypto/hashing.ts'
import { normalisePassword } from '../crypto/passwords.ts'

/**
 * What is kept of a password with which somebody pretended to found an account for a person (accounts/create.ts). A new
 * person's password would be kept, and signing in with it would answer that the address is unconfirmed; for that to be
 * answered alike it is enough to know the password again. Keyed, so that nobody tries passwords on a stolen database,
 * and quick, so that knowing any number of them again takes no time that could be measured.
 */
export type MarkPassword = (userId: string, password: string) => string

export function createMarkPassword(hashKey: Buffer): MarkPassword {
  return (userId, password) => keyedHash(hashKey, `pretended password of ${userId}: ${normalisePassword(password)}`)
}
