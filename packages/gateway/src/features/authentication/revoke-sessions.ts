import { withdrawEmbedTokens } from '../../access/embed-liveness.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { type Actor, asSeenFrom, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { withdrawApprovalsOf } from './device/store.ts'
import { untoldRefreshes } from './note-refresh.ts'
import { revokeSessionsOf, type SessionsOf } from './session-store.ts'

/**
 * Revokes sessions everywhere when `tx` commits, and records each; returns how many there were. Devices that were
 * approved, and have not fetched their tokens, get none; tokens for embedding that nobody has used are taken back. `by.accountId` is the
 * account in which the actor did it, by default the account of the session; the logs of other accounts do not name that
 * account.
 */
export type RevokeSessions = (
  tx: Tx,
  of: SessionsOf,
  by: { actor: Actor; origin?: Origin; reason: string; accountId?: string | null },
) => Promise<number>

export function createRevokeSessions(invalidation: Invalidation): RevokeSessions {
  return async (tx, of, { actor, origin, reason, accountId: doneIn = of.accountId ?? null }) => {
    const ended = await revokeSessionsOf(tx, of)
    await withdrawApprovalsOf(tx, of)
    await withdrawEmbedTokens(tx, of)
    const events = ended.map((session) => ({
      action: 'session.ended' as const,
      accountId: session.accountId,
      ...asSeenFrom(session.accountId, { actor, origin, doneIn }),
      target: { type: 'session' as const, id: session.id },
      details: { reason, ...untoldRefreshes(session) },
    }))
    await recordAll(tx, events)
    // For a whole account, its own tag evicts all sessions at once, however many there are.
    await invalidation.evict(tx, of.userId === undefined ? [of.accountId] : ended.map((session) => session.id))
    return ended.length
  }
}
