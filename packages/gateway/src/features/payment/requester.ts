import type { ProtectedOperationId } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import type { AccountActor } from './customers.ts'

/** The member who sends a request, as the account's actor at Stripe. */
export type Requester = AccountActor & {
  /**
   * Throws if they have lost the right since the gate. No transaction includes Stripe: so call it just before the first
   * change there, after everything was read.
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
