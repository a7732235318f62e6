import type { AccessTokens } from '../../access/access-tokens.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { limitsOfKey } from '../../access/key-ancestry.ts'
import type { Principal } from '../../access/principal.ts'
import { recipientsOf } from '../../access/recipients.ts'
import { refuseUnpaid } from '../../access/unpaid.ts'
import { type Actor, type AuditEvent, type Origin, record } from '../../platform/audit/audit.ts'
import { deriveKey, sha256 } from '../../platform/crypto/hashing.ts'
import { openWith, sealWith } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockAccount, lockSession } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { SignedIn } from './complete-sign-in.ts'
import { type NotedRefreshes, noteRefresh, untoldRefreshes } from './note-refresh.ts'
import {
  addRefreshToken,
  exchangeRefreshToken,
  type FoundRefreshToken,
  findRefreshToken,
  isUsed,
  noteRefreshes,
  replaceAccessToken,
  revokeSession,
} from './session-store.ts'
import type { Sessions, TokenPair } from './sessions.ts'
import { chooseAccount, findSuspendedAccount, findUser, type SignInAccount } from './store.ts'

/** How long the same pair is returned again for a token that was already exchanged. */
const GRACE_MS = 10_000
/**
 * The same, as long as that pair's refresh token has not been used itself: the answer was lost, or a tab was asleep.
 */
const UNUSED_GRACE_MS = 60_000

/** A refresh token that belongs to the session of the access token, used or not, and the limits of that session. */
export type Refreshable = {
  found: FoundRefreshToken
  refreshToken: string
  session: Pick<Principal, 'limits' | 'apiKeyId' | 'credentialId'>
}

export type Refresh = {
  /**
   * Throws `invalid_token` unless both tokens are of one live session, and `payment_required` if the session was made
   * from a key of an account whose payment is overdue. Changes nothing.
   */
  find(tokens: { accessToken: string; refreshToken: string }): Promise<Refreshable>
  /**
   * The same by the refresh token alone, for a caller who has shown in another way that the gateway gave them the token
   * to keep (features/console). Only for the session of a user.
   */
  findAlone(refreshToken: string): Promise<Refreshable>
  /**
   * Throws as `exchange` does if the member is suspended, or the token was used too long ago, and in the second case
   * ends the session too. Otherwise it changes nothing, and the token can be exchanged afterwards.
   */
  hold(refreshable: Refreshable, origin: Origin): Promise<void>
  /** Call this after the limits of the session were checked. */
  exchange(refreshable: Refreshable, origin: Origin): Promise<SignedIn>
}

type Deps = {
  database: Database
  tokens: AccessTokens
  sessions: Sessions
  invalidation: Invalidation
  sendMail: SendMail
}

/**
 * refreshToken: exchanges a refresh token for a new pair and restarts its window. The pair is sealed under the token it
 * was exchanged for, so that the same request again (two tabs, a lost answer) gets the same pair, and nobody without
 * that token does. If a token is used after that, somebody has a copy of it: the session is revoked, and its owner gets
 * a mail.
 */
export function createRefresh({ database, tokens, sessions, invalidation, sendMail }: Deps): Refresh {
  async function find({ accessToken, refreshToken }: Parameters<Refresh['find']>[0]): Promise<Refreshable> {
    const named = await tokens.verify(accessToken, { ignoreExpiry: true })
    const found = await findRefreshToken(database.read, sha256(refreshToken), Date.now())
    if (!named || !found || found.sessionId !== named.sessionId)
      throw refused('the tokens are unknown, or not of one session')
    return checked(found, refreshToken)
  }

  async function findAlone(refreshToken: string): Promise<Refreshable> {
    const found = await findRefreshToken(database.read, sha256(refreshToken), Date.now())
    if (found?.kind !== 'interactive') throw refused('the token is unknown, or not of the session of a user')
    return checked(found, refreshToken)
  }

  async function checked(found: FoundRefreshToken, refreshToken: string): Promise<Refreshable> {
    const now = Date.now()
    if (found.endedAt !== null || found.sessionExpiresAt <= now) throw refused('the session has ended')
    if (found.usedAt === null && found.tokenExpiresAt <= now) throw refused('the refresh token has expired')
    const { accountId, apiKeyId, sessionId: credentialId, unpaidFrom } = found
    // Services that check access tokens by themselves would take a new one.
    refuseUnpaid({ kind: apiKeyId === null ? 'interactive' : 'key', plan: { unpaidFrom } }, 'refreshToken')
    const limits = apiKeyId === null ? null : await limitsOfKey(database, accountId, apiKeyId)
    if (limits === undefined) throw refused('the key of the session is gone')
    return { found, refreshToken, session: { limits, apiKeyId, credentialId } }
  }

  /** The membership in which the session is. */
  async function liveMembership(found: FoundRefreshToken): Promise<SignInAccount> {
    const { userId, accountId, accountName } = found
    const chosen = await chooseAccount(database.read, userId, accountName)
    // The token is left as it is here, too: the session goes on when the account is resumed.
    if (!chosen && (await findSuspendedAccount(database.read, userId, accountName)) === accountId)
      throw new Refusal('account_suspended')
    // The member is suspended or removed, or the account is deleted. The session may be honoured again, so the token is
    // left as it is.
    if (chosen?.account.id !== accountId) throw refused('the membership is suspended or has ended')
    return chosen
  }

  async function exchange(found: FoundRefreshToken, refreshToken: string, origin: Origin): Promise<SignedIn> {
    const { sessionId, accountId, userId } = found
    const chosen = await liveMembership(found)
    const owner = { userId, accountId, role: chosen.role, method: found.method }
    const pair = await sessions.issuePair(sessionId, owner, found.sessionExpiresAt)
    const { accessToken, refreshToken: successor } = pair
    const successorSealed = sealWith(
      pairKey(refreshToken),
      JSON.stringify({ accessToken, refreshToken: successor }),
      pairContext(sessionId),
    )
    const { noted, isEvent, repeats } = noteRefresh(notedBefore(found), origin, Date.now())
    const won = await database.transaction(async (tx) => {
      // The session is locked before its token, in the same order as where sessions are revoked. If it was revoked
      // first, it is not found here.
      if (!(await lockSession(tx, sessionId))) throw refused('the session ended meanwhile')
      const token = { tokenHash: sha256(refreshToken), successorHash: pair.refreshHash, successorSealed }
      if (!(await exchangeRefreshToken(tx, token))) return false
      await replaceAccessToken(tx, {
        id: sessionId,
        accessTokenHash: pair.tokenHash,
        accessExpiresAt: pair.accessExpiresAt,
        noted,
      })
      await addRefreshToken(tx, { tokenHash: pair.refreshHash, sessionId, expiresAt: pair.refreshExpiresAt })
      if (isEvent) await record(tx, { ...refreshedBy(found, origin), ...(repeats > 0 && { details: { repeats } }) })
      await invalidation.evict(tx, [sessionId])
      return true
    })
    if (won) return signedIn({ accessToken, refreshToken: successor }, found)
    // Another request with the same token was faster: this one gets the same pair.
    const again = await findRefreshToken(database.read, sha256(refreshToken), Date.now())
    if (!again || again.usedAt === null) throw refused('the refresh token is gone')
    return repeat(again, refreshToken, origin)
  }

  async function repeat(found: FoundRefreshToken, refreshToken: string, origin: Origin): Promise<SignedIn> {
    const sealed = await sealedSuccessor(found)
    if (sealed === undefined) return endForReuse(found, origin)
    await noteAnotherPlace(found, origin)
    const pair = JSON.parse(openWith(pairKey(refreshToken), sealed, pairContext(found.sessionId))) as TokenPair
    return signedIn(pair, found)
  }

  /** A copy of the token may be in somebody's hands who is as quick as its owner. */
  async function noteAnotherPlace(found: FoundRefreshToken, origin: Origin): Promise<void> {
    const { noted, isEvent, repeats } = noteRefresh(notedBefore(found), origin, Date.now())
    if (!isEvent) return
    await database.transaction(async (tx) => {
      if (!(await lockSession(tx, found.sessionId))) throw refused('the session ended meanwhile')
      await noteRefreshes(tx, found.sessionId, noted)
      const details = { again: true, ...(repeats > 0 && { repeats }) }
      await record(tx, { ...refreshedBy(found, origin), details })
    })
  }

  /** The pair that a used token was exchanged for, sealed; undefined if the token was used too long ago. */
  async function sealedSuccessor(found: FoundRefreshToken): Promise<string | undefined> {
    const age = Date.now() - (found.usedAt ?? 0)
    const successorUsed = found.successorHash === null || (await isUsed(database.read, found.successorHash))
    const isSoon = age <= GRACE_MS || (age <= UNUSED_GRACE_MS && !successorUsed)
    return isSoon ? (found.successorSealed ?? undefined) : undefined
  }

  async function endForReuse(found: FoundRefreshToken, origin: Origin): Promise<never> {
    await database.transaction(async (tx) => {
      await lockAccount(tx, found.accountId)
      const ended = await revokeSession(tx, found.sessionId)
      if (!ended) return
      const event = {
        accountId: found.accountId,
        actor: actorOf(found),
        origin,
        target: { type: 'session' as const, id: found.sessionId },
      }
      await record(tx, { ...event, action: 'session.refresh_reused', details: untoldRefreshes(ended) })
      await invalidation.evict(tx, [found.sessionId])
      const mail = { account: found.accountDisplayName, endedAt: Date.now() }
      for (const to of await recipientsOf(tx, { ...found, isServiceAccount: found.serviceAccountOf !== null }))
        await sendMail(tx, { template: 'session-ended', to, ...mail })
    })
    throw refused('the refresh token was used before: the session ends')
  }

  async function signedIn(pair: TokenPair, found: FoundRefreshToken): Promise<SignedIn> {
    const chosen = await liveMembership(found)
    const user = await findUser(database.read, { id: found.userId })
    if (!user) throw refused('the membership is suspended or has ended')
    return { kind: 'signed_in', pair, account: chosen.account, factors: user.factors }
  }

  return {
    find,
    findAlone,
    async hold({ found }, origin) {
      if (found.usedAt !== null && (await sealedSuccessor(found)) === undefined) await endForReuse(found, origin)
      await liveMembership(found)
    },
    exchange: ({ found, refreshToken }, origin) =>
      found.usedAt === null ? exchange(found, refreshToken, origin) : repeat(found, refreshToken, origin),
  }
}

const pairKey = (refreshToken: string) => deriveKey(refreshToken, 'quiva refresh token', 'successor pair')
const pairContext = (sessionId: string) => `refresh_tokens.successor:${sessionId}`

function refused(reason: string): Refusal {
  return new Refusal('invalid_token', { reason })
}

function notedBefore(found: FoundRefreshToken): NotedRefreshes | undefined {
  const { refreshPlaces: places, refreshPlacesSince: since, refreshRepeats: repeats } = found
  return places === null || since === null ? undefined : { places, since, repeats: repeats ?? 0 }
}

function refreshedBy(found: FoundRefreshToken, origin: Origin): AuditEvent {
  const { accountId, sessionId: id } = found
  return { action: 'session.refreshed', accountId, actor: actorOf(found), origin, target: { type: 'session', id } }
}

function actorOf({ kind, userId, sessionId }: FoundRefreshToken): Actor {
  return { kind, userId, credentialId: sessionId }
}
