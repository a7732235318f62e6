import { record } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import type { Worker } from '../outbox/worker.ts'
import { cleanupWork } from './activate.ts'
import { removeUnconfirmed } from './store.ts'

/** J1: frees the name of an account whose root never confirmed the address; looks again when it fires. */
export function removeUnconfirmedAccounts(worker: Worker, database: Database): void {
  worker.handle(cleanupWork, async (_payload, { key: accountId }) => {
    await database.transaction(async (tx) => {
      const removed = await removeUnconfirmed(tx, accountId)
      if (!removed) return
      await record(tx, {
        action: 'account.removed_unconfirmed',
        accountId,
        actor: { kind: 'system' },
        target: { type: 'account', id: accountId },
        details: { name: removed.name, user_removed: removed.userRemoved },
      })
    })
  })
}
