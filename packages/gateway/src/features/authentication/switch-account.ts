import type { Invalidation } from '../../access/invalidation.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { lockAccounts, lockSession, lockUser } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { hasSecond, type SignedIn } from './complete-sign-in.ts'
import { isByDevice, isWithSecondFactor } from './methods.ts'
import { untoldRefreshes } from './note-refresh.ts'
import type { Refresh, Refreshable } from './refresh.ts'
import type { RefuseSignIn } from './refuse-sign-in.ts'
import { findSessionBeginning, revokeSession } from './session-store.ts'
import type { Sessions } from './sessions.ts'
import { chooseAccount, findSuspendedAccount, findUser } from './store.ts'

/**
 * Signs a user in to another of their accounts without a new proof: their session goes on there, and ends where it was.
 * Throws `invalid_token` if the session would not be refreshed either; `not_a_member` for every account to which the
 * user cannot sign in, whether it exists or not; `account_suspended` only if the user could otherwise; and `step_up_required` if the user has a second factor on that the
 * session was begun without, or the session was approved for a device: in that account, and no other.
 */
export type SwitchAccount = (from: Refreshable, accountName: string, origin: Origin) => Promise<SignedIn>

type Deps = {
  database: Database
  sessions: Sessions
  refresh: Refresh
  invalidation: Invalidation
  refuseSignIn: RefuseSignIn
}

export function createSwitchAccount(deps: Deps): SwitchAccount {
  const { database, sessions, refresh, invalidation, refuseSignIn } = deps

  /** Everything that was true before the new session was prepared, once more. It locks the account that is left, too. */
  async function lockAll(tx: Tx, from: Refreshable, to: { id: string; name: string }) {
    const { sessionId, accountId, accountName, userId, method } = from.found
    await lockAccounts(tx, [accountId, to.id])
    await lockUser(tx, userId)
    const left = await chooseAccount(tx.db, userId, accountName)
    if (left?.account.id !== accountId || !(await lockSession(tx, sessionId))) throw ended()
    const chosen = await chooseAccount(tx.db, userId, to.name)
    if (!chosen && (await findSuspendedAccount(tx.db, userId, to.name)) === to.id)
      throw new Refusal('account_suspended')
    if (chosen?.account.id !== to.id) throw new Refusal('not_a_member', { reason: 'the membership ended meanwhile' })
    const user = await findUser(tx.db, { id: userId })
    if (!user) throw ended()
    if (hasSecond(user) && !isWithSecondFactor(method)) throw new Refusal('step_up_required')
    return { chosen, user }
  }

  return async (from, accountName, origin) => {
    await refresh.hold(from, origin)
    const { sessionId, accountId, userId, method } = from.found
    if (isByDevice(method)) throw new Refusal('step_up_required')
    const name = normaliseAccountName(accountName)
    const chosen = await chooseAccount(database.read, userId, name)
    if (!chosen) {
      const user = await findUser(database.read, { id: userId })
      return refuseSignIn('not_a_member', {
        user,
        accountName: name,
        origin,
        details: { method, reason: 'membership' },
        provenFor: { accountName: name },
      })
    }
    const beginning = await findSessionBeginning(database.read, sessionId)
    if (!beginning) throw ended()
    const owner = { userId, accountId: chosen.account.id, role: chosen.role }
    const session = await sessions.prepare(owner, { kind: 'continued', beginning }, origin)
    return database.transaction(async (tx) => {
      const { user } = await lockAll(tx, from, chosen.account)
      const endedSessions = await session.store(tx)
      const ended = await revokeSession(tx, sessionId)
      const actor: Actor = { kind: 'interactive', userId, credentialId: sessionId }
      const event = { accountId, actor, origin, target: { type: 'session' as const, id: sessionId } }
      // Neither log names the other account: its administrators may not know that the user is a member of both.
      await record(tx, {
        ...event,
        action: 'session.ended',
        details: { reason: 'switched', ...(ended && untoldRefreshes(ended)) },
      })
      await invalidation.evict(tx, [sessionId])
      return { kind: 'signed_in', pair: session.pair, account: chosen.account, factors: user.factors, endedSessions }
    })
  }
}

function ended(): Refusal {
  return new Refusal('invalid_token', { reason: 'the session has ended' })
}
