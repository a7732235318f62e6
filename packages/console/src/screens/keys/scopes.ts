import { mayEver, type ProtectedOperationId } from '../../../../gateway/src/access/policy.ts'
import { anyKey, scopeTable } from '../../../../gateway/src/access/scope-table.ts'
import type { Role } from '../../../../gateway/src/platform/values/roles.ts'

/** The gateway's own scopes, from its own table. */
export type GatewayScope = Exclude<(typeof scopeTable)[keyof typeof scopeTable], typeof anyKey>
export type Resource = GatewayScope extends infer S ? (S extends `${infer R}:${string}` ? R : never) : never

const operationsOf = Map.groupBy(
  Object.entries(scopeTable) as [ProtectedOperationId, GatewayScope | typeof anyKey][],
  ([, scope]) => scope,
)
operationsOf.delete(anyKey)

const all = [...operationsOf.keys()].filter((scope) => scope !== anyKey).sort()

/** Grouped by what they are about. */
export const scopeGroups: readonly { resource: Resource; scopes: readonly GatewayScope[] }[] = [
  ...Map.groupBy(all, (scope) => scope.slice(0, scope.indexOf(':')) as Resource),
].map(([resource, scopes]) => ({ resource, scopes }))

const known: ReadonlySet<string> = new Set(all)
export const isGatewayScope = (scope: string): scope is GatewayScope => known.has(scope)

/** Whether a key of this role can do anything with the scope. */
export const isOfUse = (scope: GatewayScope, role: Role): boolean =>
  (operationsOf.get(scope) ?? []).some(([operation]) => mayEver(operation, role, 'key').allowed)
