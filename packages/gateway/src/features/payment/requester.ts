import type { ProtectedOperationId } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Payer } from './customers.ts'

/** A member who asks for something in a request. */
export type PayingMember = Payer & {
  /**
   * Throws if they may not any more. No transaction reaches as far as Stripe: so it is asked just before the first thing
   * that changes something there, after all that was read.
   */
  recheck(): Promise<void>
}

export type ToPayingMember = (principal: Principal, operation: ProtectedOperationId, origin: Origin) => PayingMember

export function createToPayingMember(database: Database): ToPayingMember {
  return (principal, operation, origin) => ({
    accountId: principal.accountId,
    actor: principal,
    origin,
    async recheck() {
      await database.transaction((tx) => recheckInTransaction(tx, principal, operation, 'account'))
    },
  })
}
