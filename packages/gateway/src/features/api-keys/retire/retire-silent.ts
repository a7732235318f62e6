import type { Database, Tx } from '../../../platform/database/database.ts'
import { type LockedAccount, lockAccount, lockKeys } from '../../../platform/database/locks.ts'
import { defineWork, type Outbox } from '../../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../../platform/outbox/worker.ts'
import type { ClaimsPush } from '../../../transport/messaging/claims-push.ts'
import type { CountOnBus } from '../impact/bus-connections.ts'
import type { RevokeKey } from '../revoke-key.ts'
import { countAllFrom, countFrom, findRetiring, type RetiringKey } from './retire-store.ts'

const DAY_MS = 86_400_000
/**
 * Each gateway writes its uses within 50 seconds (../use/key-use.ts). The days have to be over for longer than that, so
 * that a use within them, at another gateway, is written before anybody looks; this one writes its own first.
 */
const MARGIN_MS = 60_000
/** How often the gateway looks whether the key is connected to the message bus: connections are not counted as uses. */
const LOOK_AT_BUS_EVERY_MS = 3_600_000
/** When to look again if the message bus did not say whether the key is connected. */
const ASK_AGAIN_MS = 5 * 60_000
/** A message bus that does not answer costs a second for each key; other work must not wait behind it. */
const AT_ONCE = 4

const retireSilentWork = defineWork<{ accountId: string }>('retire-silent-key')

/** Plans the end of a rotated key that is silent; call it in the transaction that replaces the key. */
export type PlanRetirement = (tx: Tx, key: { accountId: string; id: string }, silentDays: number) => Promise<void>

export function createPlanRetirement(outbox: Outbox, hasBus: boolean): PlanRetirement {
  return (tx, { accountId, id }, silentDays) => {
    const afterMs = silentDays * DAY_MS + MARGIN_MS
    const dueAt = Date.now() + (hasBus ? Math.min(afterMs, LOOK_AT_BUS_EVERY_MS) : afterMs)
    return outbox.enqueue(tx, retireSilentWork, { accountId }, { key: id, dueAt })
  }
}

/** An account was suspended, so that its keys could not be used: their days without a use begin anew. */
export const restartSilence = (tx: Tx, account: LockedAccount, now: number): Promise<void> =>
  countAllFrom(tx, account, now)

type Deps = {
  database: Database
  claims: ClaimsPush
  revokeKey: RevokeKey
  countOnBus: CountOnBus
  /** Writes the uses that this gateway has counted. */
  flushUses: () => Promise<void>
}

/**
 * Ends rotated keys that nobody has used for their days, over HTTP or on the message bus. The end of the grace is
 * planned by itself (revoke-replaced.ts): after it, this finds nothing to do. If the message bus does not say whether
 * the key is connected, the key stays until it does, or until the end of the grace.
 */
export function retireSilentKeys(deps: Deps): WorkHandler {
  const { database, countOnBus, flushUses } = deps

  return handlerFor(
    retireSilentWork,
    async ({ accountId }, { key: id }) => {
      await flushUses()
      const key = await findRetiring(database.read, accountId, id)
      if (!key) return undefined
      const now = Date.now()
      if (key.expiresAt <= now) return undefined
      if (key.isPaused) return { againAt: now + LOOK_AT_BUS_EVERY_MS }
      const connections = await countOnBus(accountId, [id, ...key.issued])
      if (connections !== 'no bus' && connections !== null && connections > 0) {
        await database.transaction((tx) => countFrom(tx, key, now))
        return { againAt: now + LOOK_AT_BUS_EVERY_MS }
      }
      const lookAgainAt = connections === 'no bus' ? Number.POSITIVE_INFINITY : now + LOOK_AT_BUS_EVERY_MS
      if (endsAt(key) > now) return { againAt: Math.min(endsAt(key), lookAgainAt) }
      if (connections === null) return { againAt: now + ASK_AGAIN_MS }
      const usedSince = await database.transaction((tx) => retire(tx, key, deps))
      return usedSince && { againAt: usedSince.isPaused ? now + LOOK_AT_BUS_EVERY_MS : endsAt(usedSince) }
    },
    { atOnce: AT_ONCE },
  )
}

function endsAt({ lastUsedAt, silentDays }: RetiringKey): number {
  return lastUsedAt + silentDays * DAY_MS + MARGIN_MS
}

/**
 * Revokes the key, unless it was used since the caller looked: then it returns the key as it is now. Uses that are being
 * written lock the key (markUsed), so this waits for them, and sees them.
 */
async function retire(
  tx: Tx,
  { id, accountId, issued }: RetiringKey,
  { claims, revokeKey }: Deps,
): Promise<RetiringKey | undefined> {
  if (!(await lockAccount(tx, accountId))) return undefined
  await lockKeys(tx, [id, ...issued])
  const key = await findRetiring(tx.db, accountId, id)
  if (!key) return undefined
  // Keys that it has issued since the caller looked are not locked, but they were issued by a use of it.
  if (key.isPaused || endsAt(key) > Date.now() || key.issued.some((one) => !issued.includes(one))) return key
  const account = await claims.changed(tx, accountId)
  await revokeKey(tx, account, key, { actor: { kind: 'system' }, reason: 'silent' })
  return undefined
}
