import type { Database, Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import type { Worker } from '../../platform/outbox/worker.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { RemoveKeys } from './revoke-key.ts'
import { findReplaced } from './rotation-store.ts'

const endReplacedWork = defineWork<{ accountId: string }>('end-replaced-key')

/** Plans the end of a key that was replaced; to be called in the transaction that replaces it. */
export type PlanEnd = (tx: Tx, key: { accountId: string; id: string }, endsAt: number) => Promise<void>

export function createPlanEnd(outbox: Outbox): PlanEnd {
  return (tx, { accountId, id }, endsAt) =>
    outbox.enqueue(tx, endReplacedWork, { accountId }, { key: id, dueAt: endsAt })
}

type Deps = { database: Database; claims: ClaimsPush; removeKeys: RemoveKeys }

/**
 * Deletes replaced keys at the end of their grace. Over HTTP they are refused from that very moment whether this has run
 * or not; their creds were signed for longer, and only the revocation that a deletion leaves behind ends them on the bus.
 */
export function endReplacedKeys(worker: Worker, { database, claims, removeKeys }: Deps): void {
  worker.handle(endReplacedWork, async ({ accountId }, { key: id }) => {
    const key = await findReplaced(database.read, accountId, id)
    // Deleted meanwhile, by its owner or with the account.
    if (!key) return
    if (key.expiresAt > Date.now()) throw new Error('the grace of the key is not over')
    await database.transaction(async (tx) => {
      await claims.changed(tx, accountId)
      await removeKeys(tx, key, { actor: { kind: 'system' }, reason: 'rotated' })
    })
  })
}
