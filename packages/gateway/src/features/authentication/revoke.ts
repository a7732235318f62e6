import type { AccessTokens } from '../../access/access-tokens.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { recheckTarget, type TargetUser } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockAccounts, lockSession } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { parseHandle } from './handles.ts'
import { untoldRefreshes } from './note-refresh.ts'
import type { RevokeSessions } from './revoke-sessions.ts'
import {
  deleteRefreshTokens,
  findOwnSession,
  findRefreshToken,
  findSessionOfRefreshToken,
  revokeSession,
} from './session-store.ts'

/** One of the caller's own sessions; `ofThisKey` says whether it was made from the key that is calling. */
export type OwnSession = { sessionId: string; accountId: string; ofThisKey: boolean }

export type Revoke = {
  /** Finds the caller's session by a token or handle of that kind; throws `unknown_session` for any other text. */
  find(principal: Principal, kind: 'auth' | 'refresh', text: string): Promise<OwnSession>
  /**
   * revokeAuthToken: revokes the session with its refresh token, because clients use the operation to end a session.
   */
  session(principal: Principal, session: OwnSession, origin: Origin): Promise<void>
  /**
   * revokeRefreshToken: revokes the refresh token only; the session is valid until its access token expires, an hour at
   * most.
   */
  refreshToken(principal: Principal, session: OwnSession, origin: Origin): Promise<void>
  /**
   * Ends the session of whoever has its refresh token, whatever has become of the token, the member and the account. It
   * is no error if there is none, or it has ended.
   */
  byRefreshToken(refreshToken: string, origin: Origin, reason: 'signed_out' | 'replaced'): Promise<void>
  /** revokeTokens: revokes every session of that user in the caller's account; returns how many. */
  all(principal: Principal, target: TargetUser, origin: Origin): Promise<number>
}

type Deps = { database: Database; tokens: AccessTokens; invalidation: Invalidation; revokeSessions: RevokeSessions }

export function createRevoke({ database, tokens, invalidation, revokeSessions }: Deps): Revoke {
  async function sessionIdOf(kind: 'auth' | 'refresh', text: string): Promise<string | undefined> {
    const handle = parseHandle(text)
    if (handle) return handle.kind === kind ? handle.sessionId : undefined
    if (kind === 'auth') return (await tokens.verify(text, { ignoreExpiry: true }))?.sessionId
    return findSessionOfRefreshToken(database.read, sha256(text))
  }

  return {
    async find(principal, kind, text) {
      const sessionId = await sessionIdOf(kind, text)
      const session = sessionId && (await findOwnSession(database.read, sessionId, principal.userId))
      if (!session) throw new Refusal('unknown_session')
      const ofThisKey = session.apiKeyId !== null && session.apiKeyId === principal.apiKeyId
      return { sessionId: session.id, accountId: session.accountId, ofThisKey }
    },

    async session(principal, { sessionId, accountId, ofThisKey }, origin) {
      await database.transaction(async (tx) => {
        await lockAccounts(tx, [principal.accountId, accountId])
        await recheckInTransaction(tx, principal, 'revokeAuthToken', 'self', { ownSession: ofThisKey })
        // It is no error if the session has already ended.
        const ended = await revokeSession(tx, sessionId)
        if (!ended) return
        const event = { accountId, actor: principal, origin, target: { type: 'session' as const, id: sessionId } }
        await record(tx, {
          ...event,
          action: 'session.ended',
          details: { reason: 'revoked', ...untoldRefreshes(ended) },
        })
        await invalidation.evict(tx, [sessionId])
      })
    },

    async refreshToken(principal, { sessionId, accountId, ofThisKey }, origin) {
      await database.transaction(async (tx) => {
        await lockAccounts(tx, [principal.accountId, accountId])
        await recheckInTransaction(tx, principal, 'revokeRefreshToken', 'self', { ownSession: ofThisKey })
        // If a refresh runs at this moment, either it comes first and its new token is deleted too, or it comes later
        // and finds no token.
        if (!(await lockSession(tx, sessionId)) || !(await deleteRefreshTokens(tx, sessionId))) return
        const event = { accountId, actor: principal, origin, target: { type: 'session' as const, id: sessionId } }
        await record(tx, { ...event, action: 'session.refresh_revoked' })
      })
    },

    async byRefreshToken(refreshToken, origin, reason) {
      const found = await findRefreshToken(database.read, sha256(refreshToken), Date.now())
      if (!found) return
      const { sessionId, accountId, userId, kind } = found
      await database.transaction(async (tx) => {
        await lockAccounts(tx, [accountId])
        const ended = await revokeSession(tx, sessionId)
        if (!ended) return
        const actor = { kind, userId, credentialId: sessionId }
        const event = { accountId, actor, origin, target: { type: 'session' as const, id: sessionId } }
        await record(tx, { ...event, action: 'session.ended', details: { reason, ...untoldRefreshes(ended) } })
        await invalidation.evict(tx, [sessionId])
      })
    },

    async all(principal, target, origin) {
      const { accountId } = principal
      const { userId } = target
      const by = { actor: principal, origin, reason: 'all_revoked' }
      return database.transaction(async (tx) => {
        // This locks the account: nobody signs in meanwhile, and no session that is being revoked changes anything.
        await recheckTarget(tx, principal, 'revokeTokens', target)
        return revokeSessions(tx, { userId, accountId }, by)
      })
    },
  }
}
