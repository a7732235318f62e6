import { lockFactors } from '../../access/directory/user-factors.ts'
import { type AuditEvent, recordAll } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { deleteRegistrations } from './ceremony-store.ts'
import { findRegisteredFactors, listAccountsOf } from './operator-store.ts'
import { deletePasskeys } from './passkey-store.ts'
import { tidyAfterRemoval } from './remove-factor.ts'
import { deleteRegistration, deleteTotp } from './totp-store.ts'

/** The factors that an operator may remove: the authenticator app, every passkey, or both. */
export type RemovableFactor = 'totp' | 'passkeys' | 'all'

/** What was removed: all false or 0 if there was nothing. */
export type OperatorRemoval = { totp: boolean; passkeys: number; codesDropped: boolean }

/**
 * Lets the operator help a user who has lost their second factor and whom no administrator can help: a root, or a
 * member of several accounts. The user gets a mail for each factor, and the audit logs of all their accounts record it.
 * Resolves with undefined if nobody has that address.
 */
export type RemoveFactors = (email: string, which: RemovableFactor) => Promise<OperatorRemoval | undefined>

export function createRemoveFactors({ database, sendMail }: { database: Database; sendMail: SendMail }): RemoveFactors {
  async function tell(
    tx: Tx,
    { userId, email }: { userId: string; email: string },
    factor: 'totp' | 'passkey',
    { action, details }: Required<Pick<AuditEvent, 'action' | 'details'>>,
  ): Promise<void> {
    const event = {
      action,
      actor: { kind: 'system' as const },
      target: { type: 'user' as const, id: userId },
      details: { ...details, by: 'operator' },
    }
    const accounts = await listAccountsOf(tx, userId)
    const logs = accounts.length > 0 ? accounts : [null]
    await recordAll(
      tx,
      logs.map((accountId) => ({ ...event, accountId })),
    )
    const mail = { factor, how: 'removed' as const, byOwner: false, byOperator: true, removedAt: Date.now() }
    await sendMail(tx, { template: 'factor-removed', to: email, ...mail })
  }

  return (email, which) =>
    database.transaction(async (tx) => {
      const found = await findRegisteredFactors(tx.db, email)
      const locked = found && (await lockFactors(tx, found.userId))
      if (!found || !locked) return undefined
      const user = { userId: found.userId, email: locked.email }
      const removed = { totp: false, passkeys: 0, codesDropped: false }
      if (which !== 'passkeys') {
        await deleteRegistration(tx, user.userId)
        removed.totp = await deleteTotp(tx, user.userId)
        const codes_dropped = await tidyAfterRemoval(tx, locked.user, 'totp')
        removed.codesDropped = codes_dropped
        if (removed.totp) await tell(tx, user, 'totp', { action: 'totp.removed', details: { codes_dropped } })
      }
      if (which !== 'totp') {
        await deleteRegistrations(tx, user.userId)
        const count = await deletePasskeys(tx, user.userId)
        removed.passkeys = count
        const codes_dropped = await tidyAfterRemoval(tx, locked.user, 'passkey')
        removed.codesDropped ||= codes_dropped
        if (count > 0) await tell(tx, user, 'passkey', { action: 'passkey.removed', details: { count, codes_dropped } })
      }
      return removed
    })
}
