const SHORTEST = 8
const LONGEST = 99

/**
 * The contract's rule for a new password (createAccount, resetPassword, setPassword): 8 to 99 characters with an
 * upper-case letter, a lower-case letter, a digit and a punctuation mark or symbol. Letters and digits of every script
 * count; a space counts for the length only. A password that is merely checked is never measured against it.
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
