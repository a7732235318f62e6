import type { ProtectedOperationId } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import type { AccountActor } from './customers.ts'

/** The member who sends a request, as the account's actor at Stripe. */
export type Requester = AccountActor & {
  /**
   * Throws if the member has lost the right since the gate let the request in. A transaction cannot include Stripe: so
   * call this after everything was read, just before the first change at Stripe.
   */
  recheck(): Promise<void>
}

export type ToRequester = (principal: Principal, operation: ProtectedOperationId, origin: Origin) => Requester

export function createToRequester(database: Database): ToRequester {
  return (principal, operation, origin) => ({
    accountId: principal.accountId,
    actor: principal,
    origin,
    async recheck() {
      await database.transaction((tx) => recheckInTransaction(tx, principal, operation, 'account'))
    },
  })
}
