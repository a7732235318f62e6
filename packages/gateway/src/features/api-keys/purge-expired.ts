import { releaseSlots } from '../../access/directory/key-slots.ts'
import { purgeServiceAccounts } from '../../access/directory/service-accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { type AuditEvent, recordAll } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { isMissed } from './expiry-notices.ts'
import type { MailOwners } from './mail-owners.ts'
import { findOwners } from './notice-store.ts'
import { purgeExpired } from './revocation-store.ts'

const BATCH = 500
/**
 * A NATS server accepts a JWT until the end of the second in its `exp`, by its own clock: so the revocation of a
 * deleted key has to outlive its creds by more than the clocks differ.
 */
const MARGIN_MS = 5 * 60_000

type Deps = { database: Database; invalidation: Invalidation; claims: ClaimsPush; mailOwners: MailOwners }

type Expired = Awaited<ReturnType<typeof purgeExpired>>

/**
 * Deletes the rows of expired keys and frees their slots; returns how many were deleted. It may run late: an expired
 * key is refused at once anyway, and its creds expire by themselves.
 */
export async function purgeExpiredKeys(
  { database, invalidation, claims, mailOwners }: Deps,
  now: number,
): Promise<number> {
  let total = 0
  for (;;) {
    const purged = await database.transaction(async (tx) => {
      const expired = await purgeExpired(tx, now - MARGIN_MS, BATCH)
      await followUp(tx, expired)
      return expired.length
    })
    total += purged
    if (purged < BATCH) return total
  }

  async function followUp(tx: Tx, expired: Expired): Promise<void> {
    const byAccount = Map.groupBy(expired, (key) => key.accountId)
    // The accounts are locked in the order of their ids, so that two gateways that do this at once do not deadlock.
    for (const accountId of [...byAccount.keys()].sort()) {
      const keys = byAccount.get(accountId) ?? []
      await releaseSlots(tx, accountId, keys)
      await tellOwners(tx, accountId, keys)
      const owners = [...new Set(keys.map((key) => key.userId))]
      const purgedAccounts = await purgeServiceAccounts(tx, accountId, owners)
      // The revocation of a deleted key is not needed any more when its creds have expired.
      if (purgedAccounts > 0 || keys.some((key) => key.deletedAt !== null)) await claims.changed(tx, accountId)
    }
    const live = expired.filter((key) => key.deletedAt === null)
    await recordAll(tx, live.map(toEvent))
    await invalidation.evict(
      tx,
      live.map((key) => key.id),
    )
  }

  async function tellOwners(tx: Tx, accountId: string, keys: Expired): Promise<void> {
    const missed = keys.filter((key) => key.deletedAt === null && key.replacedBy === null && isMissed(key))
    if (missed.length === 0) return
    const owners = await findOwners(tx, accountId, [...new Set(missed.map((key) => key.userId))])
    const mailed = missed.flatMap((key) => {
      const owner = owners.get(key.userId)
      return owner ? [{ ...key, ...owner }] : []
    })
    await mailOwners(tx, mailed, 'api-keys-expired')
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
