import type { AuditAction } from '../../platform/audit/actions.ts'
import { type AuditEvent, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Payer } from './customers.ts'

/** Keeps in the audit log what was done at Stripe for an account, once it is done. */
export type Note = (payer: Payer, action: AuditAction, details?: AuditEvent['details']) => Promise<void>

export function createNote(database: Database): Note {
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
