import { invalid } from '../errors/refusal.ts'
import { isMailAddress, trimAddress } from './mail-address.ts'

/**
 * What an address is compared by: surrounding spaces and the case of ASCII letters don't count. Nothing else is folded:
 * the Kelvin sign is no k, and an address that holds it is nobody's.
 */
export function normaliseEmail(typed: string): string {
  return trimAddress(typed).replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Checks and normalises an address that a mail may go to; `path` is where a refusal says it was. */
export function parseEmail(typed: string, path: string): string {
  const email = normaliseEmail(typed)
  if (!isMailAddress(email))
    throw invalid(path, 'must be an email address in ASCII; write an internationalised domain as xn--…')
  return email
}
