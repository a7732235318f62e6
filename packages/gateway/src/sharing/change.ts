import type { Principal } from '../access/principal.ts'
import type { Database, Tx } from '../database/database.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'

/** How long an answer waits for the NATS servers to have the change; the push goes on in any case. */
const CONFIRM_MS = 1000

/** Whether the NATS servers have the change; null if none are configured. */
export type Shared = { confirmed: boolean | null }

/**
 * Changes what the caller's account shares. The account's row is taken first of all, so that two exports or imports that
 * overlap cannot be added at the same instant.
 */
export type ChangeShares = (principal: Principal, work: (tx: Tx) => Promise<void>) => Promise<Shared>

export function createChangeShares({ database, claims }: { database: Database; claims: ClaimsPush }): ChangeShares {
  return async function change({ accountId }, work) {
    const version = await database.transaction(async (tx) => {
      const raised = await claims.changed(tx, accountId)
      await work(tx)
      return raised
    })
    return { confirmed: await claims.confirmed(accountId, version, CONFIRM_MS) }
  }
}
