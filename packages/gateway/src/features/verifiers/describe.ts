import type { KeyLimits } from '../../access/key-limits/key-limits.ts'
import type { Counted } from '../../access/plan-defaults.ts'
import { type CredentialAccess, countedOf, membershipTag } from '../../access/principal.ts'
import { isUnpaidKey } from '../../access/unpaid.ts'
import { periodAt } from '../../platform/values/periods.ts'
import { introspectionOf } from '../verification/introspect.ts'
import type { Budget } from './budgets.ts'
import type { TagGroup } from './told.ts'
import type { Found } from './verifying.ts'

/** What a verifier is told of a live credential of its account. */
export function foundOf({ principal, ending }: CredentialAccess, issuer: string, now: number): Found | 'unpaid' {
  if (isUnpaidKey(principal, now)) return 'unpaid'
  const { limits } = principal
  const counted = countedOf(principal)
  return {
    tags: groupsOf(principal),
    expiresAt: endOf(principal),
    principal: introspectionOf(principal, issuer),
    limits: limits || counted ? limitsOf(limits) : null,
    budgets: counted ? budgetsOf(counted, now) : [],
    ...(ending && { ending: { ends_on: ending.endsOn, replaced_by: ending.replacedBy } }),
  }
}

/** A key ends for verifiers, too, when its account's payment is overdue (access/unpaid.ts). */
function endOf({ kind, expiresAt, plan }: CredentialAccess['principal']): number {
  return kind === 'key' ? Math.min(expiresAt, plan?.unpaidFrom ?? Number.POSITIVE_INFINITY) : expiresAt
}

/** The tags of principal.ts. On a connection of one account a user is the same as their membership. */
function groupsOf({ credentialId, apiKeyId, userId, accountId }: CredentialAccess['principal']): TagGroup[] {
  const groups: TagGroup[] = [[credentialId], [userId, membershipTag(accountId, userId)], [accountId]]
  if (apiKeyId !== null && apiKeyId !== credentialId) groups.push([apiKeyId])
  return groups
}

/** The compiler wants a new kind of limit here too. A verifier that does not know it lets nothing through. */
function limitsOf(limits: KeyLimits | null): object {
  if (limits === null) return { scopes: null, allowed_ips: null }
  const { scopes, networks, rateLimits: _, quotas: __, ...others } = limits
  return {
    ...(others satisfies Record<string, never>),
    scopes: scopes && [...scopes],
    allowed_ips: networks?.list ?? null,
  }
}

/** The limits of the account's plan are among them. */
function budgetsOf({ rateLimits, quotas }: Counted, now: number): Budget[] {
  return [
    ...rateLimits.map((limit) => ({ name: 'key' as const, limit, windowSeconds: limit.perSeconds })),
    ...quotas.map((limit) => {
      const { beginsAt, endsAt } = periodAt(limit.per, limit.anchor, now)
      return { name: 'quota' as const, limit, windowSeconds: Math.round((endsAt - beginsAt) / 1000) }
    }),
  ]
}
