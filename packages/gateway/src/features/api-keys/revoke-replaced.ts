import type { Database, Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { RevokeKey } from './revoke-key.ts'
import { findReplaced } from './rotation-store.ts'

const revokeReplacedWork = defineWork<{ accountId: string }>('end-replaced-key')

/** Plans to revoke a key at the end of its grace; call it in the transaction that replaces the key. */
export type PlanRevocation = (tx: Tx, key: { accountId: string; id: string }, endsAt: number) => Promise<void>

export function createPlanRevocation(outbox: Outbox): PlanRevocation {
  return (tx, { accountId, id }, endsAt) =>
    outbox.enqueue(tx, revokeReplacedWork, { accountId }, { key: id, dueAt: endsAt })
}

type Deps = { database: Database; claims: ClaimsPush; revokeKey: RevokeKey }

/**
 * Revokes replaced keys at the end of their grace. Over HTTP a key is refused from that moment on, whether this has run
 * or not. Its creds were signed for longer, so on the message bus only the revocation ends them.
 */
export function revokeReplacedKeys({ database, claims, revokeKey }: Deps): WorkHandler {
  return handlerFor(revokeReplacedWork, async ({ accountId }, { key: id }) => {
    const key = await findReplaced(database.read, accountId, id)
    // The key was deleted meanwhile, by its owner or with the account.
    if (!key) return
    if (key.expiresAt > Date.now()) throw new Error('the grace of the key is not over')
    await database.transaction(async (tx) => {
      const account = await claims.changed(tx, accountId)
      await revokeKey(tx, account, key, { actor: { kind: 'system' }, reason: 'rotated' })
    })
  })
}
