import type { KeyLimits } from '../../access/key-limits/key-limits.ts'
import { type CredentialAccess, membershipTag } from '../../access/principal.ts'
import { periodAt } from '../../platform/values/periods.ts'
import { introspectionOf } from '../verification/introspect.ts'
import type { Budget } from './budgets.ts'
import type { TagGroup } from './told.ts'
import type { Found } from './verifying.ts'

/** What a verifier is told of a live credential of its account. */
export function foundOf({ principal, ending }: CredentialAccess, issuer: string, now: number): Found {
  const { limits } = principal
  return {
    tags: groupsOf(principal),
    expiresAt: principal.expiresAt,
    principal: introspectionOf(principal, issuer),
    limits: limits && limitsOf(limits),
    budgets: limits ? budgetsOf(limits, now) : [],
    ...(ending && { ending: { ends_on: ending.endsOn, replaced_by: ending.replacedBy } }),
  }
}

/** The tags of principal.ts. On a connection of one account a user is the same as their membership. */
function groupsOf({ credentialId, apiKeyId, userId, accountId }: CredentialAccess['principal']): TagGroup[] {
  const groups: TagGroup[] = [[credentialId], [userId, membershipTag(accountId, userId)], [accountId]]
  if (apiKeyId !== null && apiKeyId !== credentialId) groups.push([apiKeyId])
  return groups
}

/** A new kind of limit is named here too: a verifier that does not know it lets nothing through. */
function limitsOf({ scopes, networks, rateLimits: _, quotas: __, ...others }: KeyLimits): object {
  const known: Record<string, never> = others
  return { ...known, scopes: scopes && [...scopes], allowed_ips: networks?.list ?? null }
}

function budgetsOf({ rateLimits, quotas }: KeyLimits, now: number): Budget[] {
  return [
    ...rateLimits.map((limit) => ({ name: 'key' as const, limit, windowSeconds: limit.perSeconds })),
    ...quotas.map((limit) => {
      const { beginsAt, endsAt } = periodAt(limit.per, limit.anchor, now)
      return { name: 'quota' as const, limit, windowSeconds: Math.round((endsAt - beginsAt) / 1000) }
    }),
  ]
}
