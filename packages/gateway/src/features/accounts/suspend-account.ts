import { isSuspended, markResumed, markSuspended } from '../../access/directory/accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { listAdminAddresses } from '../../access/recipients.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { lockAccount } from '../../platform/database/locks.ts'
import type { Mail } from '../../transport/mail/templates.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { restartSilence } from '../api-keys/retire/retire-silent.ts'

/** How many administrators get the mail at most, the root first. */
const MOST_MAILS = 100

/** The result; unless it is `done`, nothing has changed. `unknown`: deleted, not confirmed, or no account. */
export type Suspension =
  /** `version`: of the claims that the message bus has to confirm. */
  { outcome: 'done'; name: string; version: number } | { outcome: 'unknown' } | { outcome: 'already' }

type Change = (
  accountId: string,
  options: {
    /** What the operator says to the administrators of the account. */
    reason: string
    /** Who does it, if it is done by a request; `recheck` begins the transaction, and may throw. */
    by?: { actor: Actor; origin: Origin; recheck(tx: Tx): Promise<void> } | undefined
  },
) => Promise<Suspension>

export type SuspendAccount = {
  /**
   * Nobody can sign in to the account any more, its keys and sessions are refused everywhere, and the message bus lets
   * nobody in. Nothing is deleted or ended (docs/decisions/0060).
   */
  suspend: Change
  /** Everything that was valid is again, unless it has expired meanwhile. */
  resume: Change
}

type Deps = {
  database: Database
  claims: Pick<ClaimsPush, 'changed'>
  invalidation: Invalidation
  sendMail: SendMail
}

export function createSuspendAccount({ database, claims, invalidation, sendMail }: Deps): SuspendAccount {
  const suspend: Change = (accountId, { reason, by }) =>
    database.transaction(async (tx) => {
      await by?.recheck(tx)
      const account = await lockAccount(tx, accountId)
      const now = Date.now()
      const suspended = account && (await markSuspended(tx, account, { now, reason }))
      if (!suspended) return { outcome: (await isSuspended(tx.db, accountId)) ? 'already' : 'unknown' }
      const { version } = await claims.changed(tx, accountId)
      // The tag of the account is that of everything that is remembered of it, here and in verifiers.
      await invalidation.evict(tx, [accountId])
      const { name, displayName } = suspended
      await tell(tx, accountId, { template: 'account-suspended', account: displayName, reason, suspendedAt: now })
      await note(tx, 'account.suspended', accountId, { reason, by })
      return { outcome: 'done', name, version }
    })

  const resume: Change = (accountId, { reason, by }) =>
    database.transaction(async (tx) => {
      await by?.recheck(tx)
      const account = await lockAccount(tx, accountId)
      if (!account) return { outcome: 'unknown' }
      const now = Date.now()
      const resumed = await markResumed(tx, account, now)
      if (!resumed) return { outcome: 'already' }
      await restartSilence(tx, account, now)
      const { version } = await claims.changed(tx, accountId)
      const { name, displayName, deletionScheduledFor: deletionDate } = resumed
      const mail = { account: displayName, reason, resumedAt: now, deletionDate }
      await tell(tx, accountId, { template: 'account-resumed', ...mail })
      await note(tx, 'account.resumed', accountId, { reason, by })
      return { outcome: 'done', name, version }
    })

  type Notice = Extract<Mail, { template: 'account-suspended' | 'account-resumed' }>
  type WithoutRecipient<M> = M extends unknown ? Omit<M, 'to'> : never

  async function tell(tx: Tx, accountId: string, mail: WithoutRecipient<Notice>): Promise<void> {
    for (const to of await listAdminAddresses(tx, accountId, MOST_MAILS)) await sendMail(tx, { ...mail, to })
  }

  return { suspend, resume }
}

type Done = Pick<Parameters<Change>[1], 'reason' | 'by'>

function note(
  tx: Tx,
  action: 'account.suspended' | 'account.resumed',
  accountId: string,
  { reason, by }: Done,
): Promise<void> {
  return record(tx, {
    action,
    accountId,
    actor: by?.actor ?? { kind: 'system' },
    ...(by && { origin: by.origin }),
    target: { type: 'account', id: accountId },
    details: { reason },
  })
}
