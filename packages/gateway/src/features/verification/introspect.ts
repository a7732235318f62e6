import { type Authenticate, toCredential } from '../../access/authenticate.ts'
import { environmentOf, type Metadata, metadataOf, tagListOf } from '../../access/key-description.ts'
import type { CredentialPrincipal } from '../../access/principal.ts'
import { isUnpaidKey } from '../../access/unpaid.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import type { Environment } from '../../platform/values/environments.ts'
import { type IntrospectedLimits, introspectLimits } from './introspected-limits.ts'
import { scopeTextOf } from './scope-text.ts'

/** RFC 7662, §2.2; members beyond it are ours. Times in Unix seconds. */
export type Introspection =
  | { active: false }
  | ({
      active: true
      scope: string
      /** The user's email address; absent for a key of the account. */
      username?: string
      token_type: 'Bearer'
      exp: number
      sub: string
      iss: string
      account_id: string
      role: string
      kind: Exclude<CredentialPrincipal['kind'], 'embedded'>
      owner: 'member' | 'account'
      /** The API key, or the key from which the session was made. */
      key_id: string | null
      environment: Environment
      /** Of that key; a user has none. */
      metadata: Metadata | null
      tags: string[]
    } & IntrospectedLimits)

export type Introspect = (caller: CredentialPrincipal, tokens: readonly string[]) => Promise<Introspection[]>

/**
 * introspectToken, introspectTokens: whether API keys and access tokens of the caller's own account are valid now, and
 * what they may do, in the order of the request. Every other text (a token of another account, unknown, expired or
 * revoked; a refresh token, a handle, creds) gets the same answer in the same time (RFC 7662, §2.2 and §4): a caller
 * learns nothing about others.
 */
export function createIntrospect(
  authenticate: Authenticate,
  issuer: string,
  minimumDuration: MinimumDuration,
): Introspect {
  /** A key of an account whose payment is overdue is not active. */
  async function findPaid(accountId: string, tokens: readonly string[]) {
    const accesses = await authenticate.lookUpWithin(accountId, tokens.map(toCredential))
    const now = Date.now()
    return accesses.map((access) => (access && isUnpaidKey(access.principal, now) ? undefined : access))
  }

  return async ({ accountId }, tokens) => {
    // For a token of another account, a row is looked up and a signature is checked; for a forged one, less is done.
    const hasInactive = (found: unknown[]) => found.includes(undefined)
    const accesses = await minimumDuration.holdIf(hasInactive, () => findPaid(accountId, tokens))
    return accesses.map((access) => (access ? introspectionOf(access.principal, issuer) : { active: false }))
  }
}

export function introspectionOf(principal: CredentialPrincipal, issuer: string): Introspection {
  const { kind } = principal
  if (kind === 'embedded') throw new Error('an embedded session is of no worth to other services')
  return {
    active: true,
    scope: scopeTextOf(principal),
    ...(!principal.isServiceAccount && { username: principal.email }),
    token_type: 'Bearer',
    exp: Math.floor(principal.expiresAt / 1000),
    sub: principal.userId,
    iss: issuer,
    account_id: principal.accountId,
    role: principal.role,
    kind,
    owner: principal.isServiceAccount ? 'account' : 'member',
    key_id: principal.apiKeyId,
    environment: environmentOf(principal.keyDescription),
    metadata: principal.keyDescription && metadataOf(principal.keyDescription),
    tags: principal.keyDescription ? tagListOf(principal.keyDescription) : [],
    ...introspectLimits(principal.limits),
  }
}
