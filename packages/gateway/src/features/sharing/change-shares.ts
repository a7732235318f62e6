import type { ProtectedOperationId } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'

/** How long an answer waits until the NATS servers have confirmed the change; the push goes on in any case. */
const CONFIRM_MS = 1000

/** Whether the NATS servers have confirmed the change; null if none are configured. */
export type Shared = { confirmed: boolean | null }

/**
 * Changes what the caller's account shares. The account is locked before anything else, so that two exports or imports
 * that overlap cannot be added at the same instant.
 */
export type ChangeShares = (
  principal: Principal,
  operation: ProtectedOperationId,
  work: (tx: Tx) => Promise<void>,
) => Promise<Shared>

export function createChangeShares({ database, claims }: { database: Database; claims: ClaimsPush }): ChangeShares {
  return async function change(principal, operation, work) {
    const { accountId } = principal
    const version = await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, operation, 'account')
      const { version: raised } = await claims.changed(tx, accountId)
      await work(tx)
      return raised
    })
    return { confirmed: await claims.confirmed(accountId, version, CONFIRM_MS) }
  }
}
