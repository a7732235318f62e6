import { normalisePassword } from '../crypto/passwords.ts'
import { Refusal } from '../errors/refusal.ts'
import { isCommonPassword } from './common-passwords.ts'

const SHORTEST = 8
const LONGEST = 99

/** The contract's rule in words, for users who choose a password. */
export const PASSWORD_RULE =
  '8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character'

/**
 * Refuses a new password that is too easy: one that breaks the contract's rule (`weak_password`), or one of the most
 * common (`common_password`). For new passwords only: signing in with an old one is never refused for this.
 */
export async function checkNewPassword(password: string): Promise<void> {
  const normalised = normalisePassword(password)
  if (!isStrongPassword(normalised)) throw new Refusal('weak_password')
  if (await isCommonPassword(normalised)) throw new Refusal('common_password')
}

/**
 * The contract's rule for a new password (createAccount, resetPassword, setPassword): 8 to 99 characters with an
 * upper-case letter, a lower-case letter, a digit and a punctuation mark or symbol. Letters and digits of every script
 * count; a space counts for the length only.
 */
export function isStrongPassword(password: string): boolean {
  const length = [...password].length
  return (
    length >= SHORTEST &&
    length <= LONGEST &&
    /\p{Lu}/u.test(password) &&
    /\p{Ll}/u.test(password) &&
    /\p{Nd}/u.test(password) &&
    /[\p{P}\p{S}]/u.test(password)
  )
}
