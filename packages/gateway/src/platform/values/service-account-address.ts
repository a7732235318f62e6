const PREFIX = 'machine:'

/**
 * The address of a service account. Without an @ it is none: no mail goes there, and what takes an address from a client
 * refuses it (docs/decisions/0012).
 */
export function serviceAccountAddress(userId: string): string {
  return PREFIX + userId
}

export function isServiceAccountAddress(address: string): boolean {
  return address.startsWith(PREFIX)
}

/** Who did something, in a mail about it: no address of a machine leaves the gateway. */
export function callerName({ email, isServiceAccount }: { email: string; isServiceAccount: boolean }): string {
  return isServiceAccount ? 'an API key of the account' : email
}
