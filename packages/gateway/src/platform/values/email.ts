import { invalid } from '../errors/refusal.ts'
import { isMailAddress, trimAddress } from './mail-address.ts'

/**
 * The form in which addresses are compared: surrounding spaces and the case of ASCII letters don't count. Nothing else
 * is folded: the Kelvin sign is not a k, and an address that contains it belongs to nobody.
 */
export function normaliseEmail(typed: string): string {
  return trimAddress(typed).replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Checks and normalises an address for mail; `path` tells in a refusal where in the request it was. */
export function parseEmail(typed: string, path: string): string {
  const email = normaliseEmail(typed)
  if (!isMailAddress(email))
    throw invalid(path, 'must be an email address in ASCII; write an internationalised domain as xn--…')
  return email
}
