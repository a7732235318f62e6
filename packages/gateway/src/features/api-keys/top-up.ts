import { ancestryOfKey } from '../../access/key-ancestry.ts'
import type { KeyQuotas } from '../../access/key-limits/key-quotas.ts'
import { type Quota, quota } from '../../access/key-limits/quota.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { Keep } from '../../platform/idempotency/idempotent.ts'
import { type QuotaCount, topUpQuota } from '../../platform/throttle/use-store.ts'
import { periodAt } from '../../platform/values/periods.ts'
import type { FoundApiKey } from './find-key.ts'
import { findApiKey } from './store.ts'

/** The quota after a top-up, and what all gateways have counted in its present period. */
export type ToppedUpQuota = QuotaCount & { id: string; quota: Quota }

export type TopUpQuota = (
  principal: Principal,
  key: FoundApiKey,
  add: number,
  origin: Origin,
  keep: Keep<ToppedUpQuota>,
) => Promise<ToppedUpQuota>

/**
 * topUpApiKeyQuota: adds units to the quota of a key, for its present period only. This gateway asks for the new count
 * at the next request; the others learn of it with their next exchange, within a second.
 */
export function createTopUpQuota(database: Database, keyQuotas: KeyQuotas): TopUpQuota {
  return async (principal, { id, target }, add, origin, keep) => {
    const { accountId } = principal
    const answer = await database.transaction(async (tx) => {
      const { limits } = await recheckInTransaction(tx, principal, 'topUpApiKeyQuota', target)
      const key = await findApiKey(tx.db, accountId, { id }, Date.now())
      const [row] = (await ancestryOfKey(tx, accountId, id)) ?? []
      if (!key || !row) throw new Refusal('unknown_api_key')
      const [own] = quota.combine([row])
      if (!own) throw invalid('/body/id', 'must be a key with a quota of its own')
      // A key that could top up a quota that it is held to itself would have none.
      if (limits?.quotas.some(({ name }) => name === own.name)) throw new Refusal('beyond_own_limits')
      const count = await addUnits(tx, own, add)
      await record(tx, {
        action: 'api_key.quota_topped_up',
        accountId,
        actor: principal,
        origin,
        target: { type: 'api_key', id },
        details: {
          name: key.name,
          owner: key.userId,
          added: add,
          topped_up: count.toppedUp,
          refills_on: new Date(count.windowEndsAt).toISOString(),
        },
      })
      const toppedUp = { id, quota: own, ...count }
      await keep(tx, toppedUp)
      return toppedUp
    })
    keyQuotas.changed(answer.quota.name)
    return answer
  }
}

async function addUnits(tx: Tx, { name, per, anchor }: Quota, units: number): Promise<QuotaCount> {
  const { endsAt } = periodAt(per, anchor, Date.now())
  const { windowEndsAt, used, toppedUp } = await topUpQuota(tx, name, { windowEndsAt: endsAt, units })
  if (windowEndsAt === endsAt) return { windowEndsAt, used, toppedUp }
  // The clock of another gateway is ahead of ours, and in the next period already.
  return topUpQuota(tx, name, { windowEndsAt, units })
}
