import { markDeleted } from '../../access/directory/accounts.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { RevokeAllKeys } from '../api-keys/revoke-all-keys.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { CancelForClosedAccount } from '../payment/close.ts'
import { DELETED_ACCOUNT_KEPT_MS } from './deleted-accounts.ts'
import { freeLooks } from './looks-store.ts'
import type { TellMembers } from './tell-members.ts'

/**
 * Deletes an account when `tx` commits; with `onlyIfDue` only if its scheduled date has come. Resolves with the version
 * of its claims that closes the account on the message bus, or undefined if the account was deleted before, or the
 * deletion was cancelled.
 */
export type CloseAccount = (
  tx: Tx,
  accountId: string,
  by: { actor: Actor; origin?: Origin; onlyIfDue: boolean },
) => Promise<number | undefined>

type Deps = {
  claims: ClaimsPush
  revokeAllKeys: RevokeAllKeys
  revokeSessions: RevokeSessions
  cancelSubscription: CancelForClosedAccount
  tellMembers: TellMembers
}

/**
 * The one place where an account is deleted, at once or at its scheduled date. From then on nobody can sign in to it,
 * its sessions and keys are revoked, the message bus lets nobody in, its name is free, and its root may create another
 * account. The members stay stored, so that the account can be restored (restore-account.ts); deleted-accounts.ts purges the
 * rest later.
 */
export function createCloseAccount({
  claims,
  revokeAllKeys,
  revokeSessions,
  cancelSubscription,
  tellMembers,
}: Deps): CloseAccount {
  return async function close(tx, accountId, { actor, origin, onlyIfDue }) {
    const now = Date.now()
    // This comes first, because it locks the account: no key is issued while the account is being deleted.
    const account = await claims.changed(tx, accountId)
    const closed = await markDeleted(tx, account, { now, onlyIfDue })
    if (!closed) return undefined
    await freeLooks(tx, accountId)
    const by = { actor, ...(origin && { origin }) }
    const keys = await revokeAllKeys(tx, account, undefined, { ...by, reason: 'account_deleted' })
    const sessions = await revokeSessions(tx, { accountId }, { ...by, reason: 'account_deleted' })
    // Everything else that follows from the deletion is queued here, in the same transaction.
    await cancelSubscription(tx, accountId)
    await tellMembers(tx, accountId, {
      template: 'account-deleted',
      account: closed.displayName,
      deletedAt: now,
      restorableUntil: now + DELETED_ACCOUNT_KEPT_MS,
    })
    await record(tx, {
      action: 'account.deleted',
      accountId,
      ...by,
      target: { type: 'account', id: accountId },
      details: { name: closed.name, scheduled: onlyIfDue, keys, sessions },
    })
    return account.version
  }
}
