import { Refusal } from '../platform/errors/refusal.ts'
import type { Role } from '../platform/values/roles.ts'
import { isAnonymous, lackingScope, mayEver, type OperationId, type ProtectedOperationId } from './policy.ts'
import { policyTable } from './policy-table.ts'
import type { CredentialPrincipal } from './principal.ts'

/** The caller who gives a role to somebody else. */
export type Granter = Pick<CredentialPrincipal, 'kind' | 'role' | 'limits'>

const operations = (Object.keys(policyTable) as OperationId[]).filter(
  (operation): operation is ProtectedOperationId => !isAnonymous(operation),
)

/** What a member with the role can do with a key. A key may give the role only if it can do all of this itself. */
const reach: ReadonlyMap<Role, readonly ProtectedOperationId[]> = new Map(
  (['developer', 'monitor', 'billing'] as const).map((role) => [
    role,
    operations.filter((operation) => mayEver(operation, role, 'key', false).allowed),
  ]),
)

/**
 * A key can make nobody an administrator, whatever its owner may do, and can give no role that allows more than the key
 * itself: otherwise a thief could go on as the new user after the key is deleted. Throws `interactive_required` or
 * `beyond_own_limits`. The policy says which roles a user may give.
 */
export function checkGrant({ kind, role, limits }: Granter, granted: Role): void {
  if (kind === 'interactive') return
  const wanted = reach.get(granted)
  if (!wanted) throw new Refusal('interactive_required')
  const isBeyond = wanted.some(
    (operation) =>
      !mayEver(operation, role, 'key', false).allowed ||
      (limits !== null && lackingScope(operation, limits.scopes) !== undefined),
  )
  if (isBeyond) throw new Refusal('beyond_own_limits')
}

export function mayGrant(granter: Granter, granted: Role): boolean {
  try {
    checkGrant(granter, granted)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
