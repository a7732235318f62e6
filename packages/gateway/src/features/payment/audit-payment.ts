import type { AuditAction } from '../../platform/audit/actions.ts'
import { type AuditEvent, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import type { AccountActor } from './customers.ts'

/** Records in the audit log what was done at Stripe for an account, once it is done. */
export type AuditPayment = (by: AccountActor, action: AuditAction, details?: AuditEvent['details']) => Promise<void>

export function createAuditPayment(database: Database): AuditPayment {
  return ({ accountId, actor, origin }, action, details = {}) =>
    database.transaction((tx) =>
      record(tx, {
        action,
        accountId,
        actor,
        ...(origin && { origin }),
        target: { type: 'account', id: accountId },
        details,
      }),
    )
}
