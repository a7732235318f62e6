const PREFIX = 'machine:'

/**
 * The address of a machine member. Without an @ it is none: no mail goes there, and what takes an address from a client
 * refuses it (docs/decisions/0012).
 */
export function machineAddress(userId: string): string {
  return PREFIX + userId
}

export function isMachineAddress(address: string): boolean {
  return address.startsWith(PREFIX)
}

/** Who did something, in a mail about it: no address of a machine leaves the gateway. */
export function callerName({ email, isMachine }: { email: string; isMachine: boolean }): string {
  return isMachine ? 'an API key of the account' : email
}
