import type { Invalidation } from '../access/invalidation.ts'
import { type AuditEvent, recordAll } from '../audit/audit.ts'
import type { Database, Tx } from '../database/database.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'
import { releaseSlots, removeExpired } from './store.ts'

const BATCH = 500
/**
 * A server honours a JWT throughout the second in its `exp`, and by its own clock: the revocation of a deleted key has
 * to outlive its creds by more than clocks differ.
 */
const MARGIN_MS = 5 * 60_000

/**
 * Removes keys whose expiry has passed and frees their slots. Nothing waits for it: an expired key is refused from its
 * second on, and its creds end by themselves. Returns how many were removed.
 */
export async function sweepExpiredKeys(
  { database, invalidation, claims }: { database: Database; invalidation: Invalidation; claims: ClaimsPush },
  now: number,
): Promise<number> {
  let total = 0
  for (;;) {
    const removed = await database.transaction(async (tx) => {
      const expired = await removeExpired(tx, now - MARGIN_MS, BATCH)
      await followUp(tx, expired)
      return expired.length
    })
    total += removed
    if (removed < BATCH) return total
  }

  async function followUp(tx: Tx, expired: Awaited<ReturnType<typeof removeExpired>>): Promise<void> {
    const byAccount = Map.groupBy(expired, (key) => key.accountId)
    // In order of the ids, so that two gateways that sweep at once cannot wait for each other.
    for (const accountId of [...byAccount.keys()].sort()) {
      const keys = byAccount.get(accountId) ?? []
      await releaseSlots(tx, accountId, keys.length)
      // The revocation of a deleted key is no longer needed once its creds are past their expiry.
      if (keys.some((key) => key.deletedAt !== null)) await claims.changed(tx, accountId)
    }
    const live = expired.filter((key) => key.deletedAt === null)
    await recordAll(tx, live.map(toEvent))
    await invalidation.evict(
      tx,
      live.map((key) => key.id),
    )
  }
}

function toEvent({
  id,
  accountId,
  userId,
  name,
}: {
  id: string
  accountId: string
  userId: string
  name: string
}): AuditEvent {
  return {
    action: 'api_key.expired',
    accountId,
    actor: { kind: 'system' },
    target: { type: 'api_key', id },
    details: { name, owner: userId },
  }
}
