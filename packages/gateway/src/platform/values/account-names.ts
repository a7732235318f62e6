import { invalid } from '../errors/refusal.ts'

const LONGEST_NAME = 64

/** An account's name as typed (trimmed), and as it is compared and stored (NFKC, lower case). */
export type AccountName = { display: string; normalised: string }

/** The form in which account names are compared: surrounding space, case and compatibility forms don't count. */
export function normaliseAccountName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}

/** Checks a new account name: 1–64 characters, no control, formatting or invisible characters. */
export function parseAccountName(typed: string, path: string): AccountName {
  const display = typed.trim()
  const normalised = normaliseAccountName(typed)
  const length = [...normalised].length
  if (length < 1 || length > LONGEST_NAME) throw invalid(path, `must have 1 to ${LONGEST_NAME} characters`)
  // Control, format and invisible characters (right-to-left marks, variation selectors, fillers; Unicode TR 36, §2.10)
  // would let two names look the same.
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(normalised))
    throw invalid(path, 'must not contain control or invisible characters')
  return { display, normalised }
}
