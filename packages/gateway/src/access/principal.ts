import type { Role } from '../platform/values/roles.ts'
import type { Embed } from './embed.ts'
import type { KeyDescription } from './key-description.ts'
import type { KeyLimits } from './key-limits/key-limits.ts'
import type { Counted } from './plan-defaults.ts'
import type { PrincipalKind } from './policy.ts'
import type { PublicAccount } from './public-account.ts'

/** The user or service account that a credential stands for, in which account, and its rights there. */
export type CredentialPrincipal = {
  /**
   * `key` for an API key and for a session made from one: it may do less than a user (docs/decisions/0032). `embedded` for
   * a session on a page of another product, which may work with the keys of its user only (docs/decisions/0058).
   */
  kind: PrincipalKind
  userId: string
  /** True for a key of the account and its sessions: `userId` is then a service account, not a user. */
  isServiceAccount: boolean
  /** Normalised address; for a service account a text that is no address. */
  email: string
  accountId: string
  /** The role as the database has it, not as a token claims it. */
  role: Role
  /** `key_…` or `ses_…`: the id in the audit log. */
  credentialId: string
  /** The API key behind the credential: itself, or the one that the session was made from. */
  apiKeyId: string | null
  /** When the credential ends, in milliseconds since the epoch. */
  expiresAt: number
  /** Set for an embedded session: where it works, and what the keys that it issues may have. */
  embed?: Embed
  /** The limits below the rights of the role; null for a user, and for a key without limits. */
  limits: KeyLimits | null
  /** What the account's plan says of its keys; null, or absent, if it says nothing. */
  plan?: PlanStanding | null
  /** The description of the key behind the credential; null for a user. */
  keyDescription: KeyDescription | null
}

export type PlanStanding = {
  /** The key's own limits together with those of the plan; null for a user, and if the plan has none. */
  counted: Counted | null
  /** While a payment is late: from when the keys of the account are refused, in milliseconds since the epoch. */
  unpaidFrom: number | null
}

/** What counts against the requests of a credential. */
export function countedOf({ limits, plan }: Pick<CredentialPrincipal, 'limits' | 'plan'>): Counted | null {
  return plan?.counted ?? limits
}

/** The caller of one request. */
export type Principal = CredentialPrincipal & {
  /** The client's address, in the form that allowed networks are checked with (transport/http/key-limits.ts). */
  address: string
}

/** What a valid credential gives, as the cache stores it: the caller, and the account as its members may see it. */
export type CredentialAccess = {
  principal: CredentialPrincipal
  account: PublicAccount
  /** Set if the key, or the key that the session was made from, expires soon or was replaced. */
  ending?: KeyEnding
}

/**
 * The access that a credential gives, or its refusal. Only who has the secret of a credential that would be let in
 * otherwise is told that its account is suspended (docs/decisions/0060).
 */
export type Resolved =
  | { access: CredentialAccess; refusal?: undefined }
  | { access?: undefined; refusal: 'unauthorized' }
  | { access?: undefined; refusal: 'account_suspended'; accountId: string }

/** The access of one request. */
export type Access = Pick<CredentialAccess, 'account'> & { principal: Principal }

/** When a key ends (ISO 8601), and the id of its successor if it was replaced. */
export type KeyEnding = { endsOn: string; replacedBy: string | null }

/** Tags for everything that can make a cached access out of date; an eviction names one of them. */
export function tagsOf({ userId, accountId, credentialId, apiKeyId, embed }: CredentialPrincipal): string[] {
  const tags = [credentialId, accountId, userId, membershipTag(accountId, userId)]
  if (embed) tags.push(embed.issuedBy, embed.issuerUserId, membershipTag(accountId, embed.issuerUserId))
  if (embed && embed.askedIn !== null) tags.push(embed.askedIn)
  if (apiKeyId && apiKeyId !== credentialId) tags.push(apiKeyId)
  return tags
}

export function membershipTag(accountId: string, userId: string): string {
  return `${accountId}/${userId}`
}
