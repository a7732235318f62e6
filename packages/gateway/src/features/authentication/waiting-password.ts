import { keyedHash } from '../../platform/crypto/hashing.ts'
import { normalisePassword } from '../../platform/crypto/passwords.ts'

/**
 * Marks the password of a sign-up whose mailbox is not proven, so that a sign-in with it can say that the address is
 * unconfirmed. It is the same for known and unknown addresses, since a sign-up with a known one makes the same row
 * (features/accounts/create.ts). The mark is keyed, so that nobody tries passwords on a stolen database, and quick, so
 * that checking any number of them takes no measurable time.
 */
export type MarkPassword = (email: string, password: string) => string

export function createMarkPassword(hashKey: Buffer): MarkPassword {
  return (email, password) => keyedHash(hashKey, `waiting password of ${email}: ${normalisePassword(password)}`)
}
