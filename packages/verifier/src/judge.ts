import type { Access } from './access.ts'
import { covers, parseScopes } from './scopes.ts'
import { type Refused, refused, type Wanted } from './verdict.ts'

/** What GET /verify refuses with once a credential is found good and counted, in its order. */
export function judge({ principal, scopes }: Access, wanted: Wanted): Refused | undefined {
  const { scope, account, environment, cost, refuseWith } = wanted
  if (refuseWith) return refused(refuseWith.code, refuseWith.details && { details: refuseWith.details })
  if (cost !== undefined && !isCost(cost)) return invalid('cost', 'must be a whole number from 0 to 1000')
  if (account !== undefined && account !== principal.accountId) return refused('other_account')
  if (environment !== undefined && environment !== principal.environment) return refused('other_environment')
  const asked = scope === undefined ? [] : typeof scope === 'string' ? parseScopes(scope) : undefined
  if (!asked) return invalid('scope', 'must be scopes (resource:action) separated by spaces')
  if (scope !== undefined && scopes && !asked.every((one) => covers(scopes, one)))
    return refused('insufficient_scope', { scope })
  return undefined
}

/** The units that a request uses of a quota. What is no such number counts as 1: gateways end a connection for it. */
export function unitsOf({ cost }: Wanted): number {
  return cost !== undefined && isCost(cost) ? cost : 1
}

function isCost(cost: number): boolean {
  return Number.isInteger(cost) && cost >= 0 && cost <= 1000
}

function invalid(name: string, message: string): Refused {
  return refused('invalid_request', { details: [{ path: `/querystring/${name}`, message }] })
}
