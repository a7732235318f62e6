const PREFIX = 'machine:'

/**
 * What a service account has in place of an address. It contains no @: no mail goes there, and operations that take an
 * address from a client refuse it (docs/decisions/0012).
 */
export function serviceAccountAddress(userId: string): string {
  return PREFIX + userId
}

export function isServiceAccountAddress(address: string): boolean {
  return address.startsWith(PREFIX)
}

/**
 * Names the caller in a mail about what they did. The text that a service account has for an address is never shown.
 */
export function callerName({ email, isServiceAccount }: { email: string; isServiceAccount: boolean }): string {
  return isServiceAccount ? 'an API key of the account' : email
}
