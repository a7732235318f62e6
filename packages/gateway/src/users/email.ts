import { invalid } from '../errors/refusal.ts'
import { isMailAddress } from '../mail/address.ts'

/** What an address is compared by: surrounding space and case don't count. */
export function normaliseEmail(typed: string): string {
  return typed.trim().toLowerCase()
}

/** Checks and normalises an address that a mail may go to; `path` is where a refusal says it was. */
export function parseEmail(typed: string, path: string): string {
  const email = normaliseEmail(typed)
  if (!isMailAddress(email)) throw invalid(path, 'must be an email address')
  return email
}
