import type { OperationId } from '../../access/policy.ts'
import { accountCaller, type Caller, workFor } from '../../platform/database/callers.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { Server } from './server.ts'

/** Operations that end a credential, or take a right away. */
const TAKES_AWAY: ReadonlySet<OperationId> = new Set([
  'revokeAuthToken',
  'revokeRefreshToken',
  'revokeTokens',
  'deleteApiKey',
  'rotateApiKey',
  'updateApiKey',
  'reportLeakedKeys',
  'suspendUser',
  'removeUser',
  'updateRole',
  'resetPassword',
  'deleteUser',
  'deleteAccount',
])

/**
 * Tells the database on whose behalf it works for each request: the client's network at first, and the account as soon as
 * the gate knows it. To be called before the gate, whose own look-ups belong to the network.
 */
export function useCallers(app: Server): void {
  app.addHook('onRequest', (request, _reply, done) => {
    workFor(callerOf(`network ${networkOf(request.clientAddress)}`, request.routeOptions.config.operation), done)
  })
  // Again once the body is there: the caller that was set before is lost while the body is read.
  app.addHook('preValidation', (request, _reply, done) => {
    const name = request.access
      ? accountCaller(request.access.principal.accountId)
      : `network ${networkOf(request.clientAddress)}`
    workFor(callerOf(name, request.routeOptions.config.operation), done)
  })
}

function callerOf(name: string, operation: OperationId | undefined): Caller {
  return { name, takesAway: operation !== undefined && TAKES_AWAY.has(operation) }
}
