/** First factors that a second factor can follow. */
export type ChallengedFactor = 'password' | 'oauth'

/** Second factors. */
export type SecondFactor = 'totp' | 'passkey' | 'recovery_code'

/**
 * How a user signed in, as the audit log and the session list name it. A passkey alone counts as two factors, because
 * the authenticator verifies its user.
 */
export type InteractiveMethod = ChallengedFactor | 'passkey' | `${ChallengedFactor}+${SecondFactor}`

const BY_DEVICE = 'device:'

/** A session that was approved in another one (RFC 8628), and what had been proven there. */
export type DeviceMethod = `${typeof BY_DEVICE}${string}`

export const deviceMethod = (approver: string): DeviceMethod => `${BY_DEVICE}${approver}`

/** Whether nothing was proven on the device of the session itself (docs/decisions/0054). */
export const isByDevice = (method: string): method is DeviceMethod => method.startsWith(BY_DEVICE)

/** For SQL: the methods of the sessions that began with a proof begin with something else. */
export const DEVICE_METHODS = `${BY_DEVICE}%`

/** The registered names (RFC 8176, §2; `pop` is from OpenID Connect EAP ACR Values) of the methods that have one. */
const references: ReadonlyMap<string, string> = new Map([
  ['password', 'pwd'],
  ['oauth', 'oauth'],
  ['totp', 'otp'],
  ['recovery_code', 'otp'],
  ['passkey', 'pop'],
])

/**
 * Whether somebody with only a password or only an OAuth sign-in could not have used this method. Whoever deceives a user
 * into approving a device needs neither, so no device counts.
 */
export function isWithSecondFactor(method: string): boolean {
  return !isByDevice(method) && (method === 'passkey' || method.includes('+'))
}

/**
 * The claim `amr` for the tokens of a session with that method; undefined for sessions that were made from a key. For a
 * device it names what its approver had proven.
 */
export function amrOf(method: string): string[] | undefined {
  const proven = isByDevice(method) ? method.slice(BY_DEVICE.length) : method
  const factors = proven.split('+')
  const names = factors.flatMap((factor) => references.get(factor) ?? [])
  if (names.length !== factors.length) return undefined
  return isWithSecondFactor(proven) ? [...names, 'mfa'] : names
}
