/** First factors that a second factor can follow. */
export type ChallengedFactor = 'password' | 'oauth'

/** Second factors. */
export type SecondFactor = 'totp' | 'passkey' | 'recovery_code'

/**
 * How a user signed in, as the audit log and the session list name it. A passkey alone counts as two factors, because
 * the authenticator verifies its user.
 */
export type InteractiveMethod = ChallengedFactor | 'passkey' | `${ChallengedFactor}+${SecondFactor}`

/** The registered names (RFC 8176, §2; `pop` is from OpenID Connect EAP ACR Values) of the methods that have one. */
const references: ReadonlyMap<string, string> = new Map([
  ['password', 'pwd'],
  ['oauth', 'oauth'],
  ['totp', 'otp'],
  ['recovery_code', 'otp'],
  ['passkey', 'pop'],
])

/** Whether somebody with only a password or only an OAuth sign-in could not have used this method. */
export function isWithSecondFactor(method: string): boolean {
  return method === 'passkey' || method.includes('+')
}

/** The claim `amr` for the tokens of a session with that method; undefined for sessions that were made from a key. */
export function amrOf(method: string): string[] | undefined {
  const factors = method.split('+')
  const names = factors.flatMap((factor) => references.get(factor) ?? [])
  if (names.length !== factors.length) return undefined
  return isWithSecondFactor(method) ? [...names, 'mfa'] : names
}
