import type { OperationId } from '../../access/policy.ts'
import { accountCaller, type Caller, workFor } from '../../platform/database/callers.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { Server } from './server.ts'

/** Operations that revoke a credential or withdraw a right. */
const REVOCATIONS: ReadonlySet<OperationId> = new Set([
  'revokeAuthToken',
  'revokeRefreshToken',
  'revokeTokens',
  'endConsoleSession',
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
 * Tells the database for whom it works during each request: for the client's network at first, and for the account as
 * soon as the gate knows it. Call this before the gate is added, since the gate's own look-ups are work for the
 * network.
 */
export function useCallers(app: Server): void {
  app.addHook('onRequest', (request, _reply, done) => {
    workFor(callerOf(`network ${networkOf(request.clientAddress)}`, request.routeOptions.config.operation), done)
  })
  // The caller is set again once the body is there: reading the body loses the one that was set before.
  app.addHook('preValidation', (request, _reply, done) => {
    const name = request.access
      ? accountCaller(request.access.principal.accountId)
      : `network ${networkOf(request.clientAddress)}`
    workFor(callerOf(name, request.routeOptions.config.operation), done)
  })
}

function callerOf(name: string, operation: OperationId | undefined): Caller {
  return { name, isRevocation: operation !== undefined && REVOCATIONS.has(operation) }
}
