import { Refusal } from '../platform/errors/refusal.ts'
import type { Role } from '../platform/values/roles.ts'
import { isAnonymous, lackingScope, mayEver, type OperationId, type ProtectedOperationId } from './policy.ts'
import { policyTable } from './policy-table.ts'
import type { CredentialPrincipal } from './principal.ts'

/** Who gives a role to somebody else. */
export type Granter = Pick<CredentialPrincipal, 'kind' | 'role' | 'limits'>

const operations = (Object.keys(policyTable) as OperationId[]).filter(
  (operation): operation is ProtectedOperationId => !isAnonymous(operation),
)

/** What a member of that role can do with a key. A key may give a role only if it can do all of this itself. */
const reach: ReadonlyMap<Role, readonly ProtectedOperationId[]> = new Map(
  (['developer', 'monitor', 'billing'] as const).map((role) => [
    role,
    operations.filter((operation) => mayEver(operation, role, 'key', false).allowed),
  ]),
)

/**
 * A key makes nobody an administrator, whatever its owner may do, and no user who can do more than the key itself: else
 * a thief would live on as that user after the key is deleted. Throws `interactive_required` or `beyond_own_limits`.
 * Which roles a user may give, the policy says.
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
