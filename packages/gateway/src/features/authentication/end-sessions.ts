import type { Invalidation } from '../../access/invalidation.ts'
import { type Actor, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { untoldRefreshes } from './note-refresh.ts'
import { endSessionsById } from './session-store.ts'

/** Ends sessions of one account everywhere when `tx` commits, and records each. The caller has locked the account. */
export type EndSessions = (
  tx: Tx,
  ids: readonly string[],
  by: { accountId: string; actor: Actor; origin: Origin; reason: string },
) => Promise<void>

export function createEndSessions(invalidation: Invalidation): EndSessions {
  return async (tx, ids, { accountId, actor, origin, reason }) => {
    const ended = await endSessionsById(tx, ids, Date.now())
    const events = ended.map((session) => ({
      action: 'session.ended' as const,
      accountId,
      actor,
      origin,
      target: { type: 'session' as const, id: session.id },
      details: { reason, ...untoldRefreshes(session) },
    }))
    await recordAll(tx, events)
    await invalidation.evict(
      tx,
      ended.map(({ id }) => id),
    )
  }
}
