/** What a sign-in can begin with and that a second factor can follow. */
export type ChallengedFactor = 'password' | 'oauth'

/** What can follow. */
export type SecondFactor = 'totp' | 'passkey' | 'recovery_code'

/**
 * What a user proved to sign in: audit log and session list name it. A passkey alone is two factors in one, since it
 * verifies who holds it.
 */
export type InteractiveMethod = ChallengedFactor | 'passkey' | `${ChallengedFactor}+${SecondFactor}`

/** Registered names (RFC 8176, §2; `pop` by OpenID Connect EAP ACR Values) where there are any. */
const references: ReadonlyMap<string, string> = new Map([
  ['password', 'pwd'],
  ['oauth', 'oauth'],
  ['totp', 'otp'],
  ['recovery_code', 'otp'],
  ['passkey', 'pop'],
])

/** Whether somebody who has only the first factor could not have signed in that way. */
export function isWithSecondFactor(method: string): boolean {
  return method === 'passkey' || method.includes('+')
}

/** A session's method as the claim `amr` of its tokens; undefined for sessions that no user made. */
export function amrOf(method: string): string[] | undefined {
  const factors = method.split('+')
  const names = factors.flatMap((factor) => references.get(factor) ?? [])
  if (names.length !== factors.length) return undefined
  return isWithSecondFactor(method) ? [...names, 'mfa'] : names
}
