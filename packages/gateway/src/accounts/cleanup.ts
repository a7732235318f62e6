import { record } from '../audit/audit.ts'
import type { Database, Tx } from '../database/database.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Worker } from '../outbox/worker.ts'
import { cleanupWork } from './activate.ts'
import { findWaitingAccount, removeUnconfirmed } from './store.ts'

/** J1: frees the name of an account whose root never confirmed the address; looks again when it fires. */
export function removeUnconfirmedAccounts(worker: Worker, database: Database): void {
  worker.handle(cleanupWork, async (_payload, { key: accountId }) => {
    await database.transaction((tx) => removeAccount(tx, accountId))
  })
}

/**
 * Removes the account that waits for this person to prove their address, before its time: somebody else has proven it.
 * The person's record goes too, if nothing else holds on to it.
 */
export type RemoveWaitingAccount = (tx: Tx, rootUserId: string) => Promise<void>

export function createRemoveWaitingAccount(outbox: Outbox): RemoveWaitingAccount {
  return async (tx, rootUserId) => {
    const accountId = await findWaitingAccount(tx.db, rootUserId)
    if (accountId === undefined) return
    await removeAccount(tx, accountId)
    await outbox.cancel(tx, cleanupWork, accountId)
  }
}

async function removeAccount(tx: Tx, accountId: string): Promise<void> {
  const removed = await removeUnconfirmed(tx, accountId)
  if (!removed) return
  await record(tx, {
    action: 'account.removed_unconfirmed',
    accountId,
    actor: { kind: 'system' },
    target: { type: 'account', id: accountId },
    details: { name: removed.name, user_removed: removed.userRemoved },
  })
}
