import { keyedHash } from '../../platform/crypto/hashing.ts'
import { normalisePassword } from '../../platform/crypto/passwords.ts'

/**
 * By what the password of a sign-up is known again while its mailbox is not proven, so that a sign-in with it can say
 * that the address is unconfirmed; for known and unknown addresses alike, since signing up with a known one
 * makes the same row (features/accounts/create.ts). Keyed, so that nobody tries passwords on a stolen database, and quick, so that
 * knowing any number of them again takes no time that could be measured.
 */
export type MarkPassword = (email: string, password: string) => string

export function createMarkPassword(hashKey: Buffer): MarkPassword {
  return (email, password) => keyedHash(hashKey, `waiting password of ${email}: ${normalisePassword(password)}`)
}
