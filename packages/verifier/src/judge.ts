import type { Access } from './access.ts'
import { covers, parseScopes } from './scopes.ts'
import { type Refused, refused, type Wanted } from './verdict.ts'

/** What GET /verify refuses with once a credential is found good and counted, in its order. */
export function judge({ principal, scopes }: Access, wanted: Wanted): Refused | undefined {
  const { scope, account, environment, refuseWith } = wanted
  if (refuseWith) return refused(refuseWith.code, refuseWith.details && { details: refuseWith.details })
  if (account !== undefined && account !== principal.accountId) return refused('other_account')
  if (environment !== undefined && environment !== principal.environment) return refused('other_environment')
  const asked = scope === undefined ? [] : parseScopes(scope)
  if (!asked) return invalid('scope', 'must be scopes (resource:action) separated by spaces')
  if (scope !== undefined && scopes && !asked.every((one) => covers(scopes, one)))
    return refused('insufficient_scope', { scope })
  return undefined
}

function invalid(name: string, message: string): Refused {
  return refused('invalid_request', { details: [{ path: `/querystring/${name}`, message }] })
}
