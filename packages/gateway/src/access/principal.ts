import type { Role } from '../platform/values/roles.ts'
import type { KeyLimits } from './key-limits/key-limits.ts'
import type { PrincipalKind } from './policy.ts'
import type { PublicAccount } from './public-account.ts'

/** Who a credential stands for, in which account, wherever it comes from. */
export type CredentialPrincipal = {
  /** `key` for an API key and for a session made from one: less than a user (docs/decisions/0032). */
  kind: PrincipalKind
  userId: string
  /** True for a key of the account and its sessions: `userId` is then a service account, and nobody's. */
  isServiceAccount: boolean
  /** Normalised address; of a service account none that a mail could go to. */
  email: string
  accountId: string
  /** The role as the database has it, not as a token claims it. */
  role: Role
  /** `key_…` or `ses_…`: what the audit log names. */
  credentialId: string
  /** The API key behind the credential: itself, or the one that the session was made from. */
  apiKeyId: string | null
  /** When the credential ends, in milliseconds since the epoch. */
  expiresAt: number
  /** What narrows it below the rights of the role; null for a user, and for a key without limits. */
  limits: KeyLimits | null
}

/** Who is calling, in one request. */
export type Principal = CredentialPrincipal & {
  /** The client's address as allowed networks are asked about it (transport/http/key-limits.ts). */
  address: string
}

/** What a good credential resolves to, kept in the cache: the caller, and the account as its members may see it. */
export type CredentialAccess = {
  principal: CredentialPrincipal
  account: PublicAccount
  /** Of a key, or a session made from one, that ends soon or was replaced. */
  ending?: KeyEnding
}

/** The same in one request. */
export type Access = Pick<CredentialAccess, 'account'> & { principal: Principal }

/** When a key ends (ISO 8601), and the id of its successor if it was replaced. */
export type KeyEnding = { endsOn: string; replacedBy: string | null }

/** Names of everything that can make a cached access stale; an eviction names one of them. */
export function tagsOf({ userId, accountId, credentialId, apiKeyId }: CredentialPrincipal): string[] {
  const tags = [credentialId, accountId, userId, membershipTag(accountId, userId)]
  if (apiKeyId && apiKeyId !== credentialId) tags.push(apiKeyId)
  return tags
}

export function membershipTag(accountId: string, userId: string): string {
  return `${accountId}/${userId}`
}
