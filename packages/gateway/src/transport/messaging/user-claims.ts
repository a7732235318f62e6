import { type Claims, signClaimsInThread } from './claims-jwt.ts'
import type { KeyPair } from './nkeys.ts'

/** Times in Unix seconds. `name` is free text that shows in the servers' monitoring. */
export type UserClaims = {
  userPublicKey: string
  name: string
  accountPublicKey: string
  issuedAtSeconds: number
  expiresAtSeconds: number
}

/**
 * What the JWT of an API key's NATS user says. It carries no permissions and no limits of its own: they are in the
 * template in the account claims, and a server refuses a scoped user that has its own. So a change of role also reaches
 * creds that were issued long ago.
 */
export function userClaims(user: UserClaims): Claims {
  return {
    subject: user.userPublicKey,
    name: user.name,
    type: 'user',
    nats: { issuer_account: user.accountPublicKey },
    issuedAtSeconds: user.issuedAtSeconds,
    expiresAtSeconds: user.expiresAtSeconds,
  }
}

/** The JWT of an API key's NATS user, signed by the member's scoped signing key. */
export function userJwt(user: UserClaims, memberSigningKey: KeyPair): Promise<string> {
  return signClaimsInThread(userClaims(user), memberSigningKey)
}
