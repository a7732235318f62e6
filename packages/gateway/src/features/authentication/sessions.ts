import type { AccessTokens } from '../../access/access-tokens.ts'
import type { Embed } from '../../access/embed.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { type Actor, type Origin, record, recordAll } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { newId, randomToken } from '../../platform/crypto/random.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Locate } from '../../platform/geo/locate.ts'
import type { Tally } from '../../platform/tally.ts'
import type { Role } from '../../platform/values/roles.ts'
import { amrOf, type DeviceMethod, type InteractiveMethod } from './methods.ts'
import { untoldRefreshes } from './note-refresh.ts'
import { addRefreshToken, addSession, endOldestSessions, type SessionBeginning } from './session-store.ts'

/** How many usable sessions a user may have in one account; a key has the same limit. One more ends the oldest. */
const MOST_SESSIONS = 100

/** The longest life of a session, however often it is refreshed. */
const SESSION_MS = 30 * 86_400_000

/** An access token (JWT) and the opaque refresh token beside it; both are secrets. */
export type TokenPair = { accessToken: string; refreshToken: string }

/** A pair, and what the database stores of it. */
export type IssuedPair = TokenPair & {
  /** Hash of the access token's `jti`. */
  tokenHash: string
  accessExpiresAt: number
  refreshHash: string
  refreshExpiresAt: number
}

/** `method` is what was proven when the session began. */
export type SessionOwner = { userId: string; accountId: string; role: Role; method: string }

export type Sessions = {
  /**
   * Signs a pair; neither token outlives `sessionExpiresAt`. Call it before the transaction, because signing takes
   * time.
   */
  issuePair(sessionId: string, owner: SessionOwner, sessionExpiresAt: number): Promise<IssuedPair>
  /** Prepares a session; `store` writes it in the caller's transaction, and tells how many of the oldest it ended. */
  prepare(
    owner: Omit<SessionOwner, 'method'>,
    from: SessionSource,
    origin: Origin,
  ): Promise<{
    sessionId: string
    pair: TokenPair
    /** When the session ends, however often it is refreshed. */
    expiresAt: number
    location: string
    store(tx: Tx): Promise<number>
  }>
}

/** A session that was approved in another one: it ends no later than that one would. */
export type ByDevice = {
  method: DeviceMethod
  expiresAt: number
  /** From where the device asked for its code, if whoever fetches the tokens is elsewhere. */
  askedFrom?: string | undefined
}

/**
 * How the session began: with a user's sign-in; with an approval in another session, or with a key, and then it ends with
 * what it came from, at the latest; or as the continuation, in another account, of a session of the same user. That is no
 * sign-in: the new session is as old as the other one, and from the same place, since nothing was proven now. An embedded
 * session has no refresh token, so its access token is valid as long as it is.
 */
export type SessionSource =
  | { kind: 'interactive'; method: InteractiveMethod }
  | ({ kind: 'interactive' } & ByDevice)
  | { kind: 'key'; apiKeyId: string; expiresAt: number }
  | { kind: 'continued'; beginning: SessionBeginning }
  | { kind: 'embedded'; lifeMs: number; embed: Embed }

type Deps = {
  tokens: AccessTokens
  invalidation: Invalidation
  locate: Locate
  tally: Tally
  ttl: { accessSeconds: number; refreshSeconds: number }
}

export function createSessions({ tokens, invalidation, locate, tally, ttl }: Deps): Sessions {
  async function issuePair(
    sessionId: string,
    owner: SessionOwner,
    sessionExpiresAt: number,
    embedded = false,
  ): Promise<IssuedPair> {
    const now = Date.now()
    const tokenId = randomToken()
    const refreshToken = randomToken()
    const accessExpiresAt = embedded ? sessionExpiresAt : Math.min(now + ttl.accessSeconds * 1000, sessionExpiresAt)
    const { userId, accountId, role } = owner
    const claims = { userId, accountId, role, amr: amrOf(owner.method), embedded }
    const accessToken = await tokens.sign({ ...claims, sessionId, tokenId, expiresAt: accessExpiresAt })
    const refreshExpiresAt = Math.min(now + ttl.refreshSeconds * 1000, sessionExpiresAt)
    return {
      accessToken,
      refreshToken,
      tokenHash: sha256(tokenId),
      accessExpiresAt,
      refreshHash: sha256(refreshToken),
      refreshExpiresAt,
    }
  }

  function beginningOf(from: SessionSource, { ip, userAgent }: Origin): SessionBeginning {
    if (from.kind === 'continued') return from.beginning
    const createdAt = Date.now()
    const longest = createdAt + (from.kind === 'embedded' ? from.lifeMs : SESSION_MS)
    const expiresAt = 'expiresAt' in from ? Math.min(longest, from.expiresAt) : longest
    const method = from.kind === 'key' ? 'api_key' : from.kind === 'embedded' ? 'embedded' : from.method
    return { method, createdAt, expiresAt, ip, userAgent, location: locate(ip) }
  }

  return {
    issuePair,
    async prepare(owner, from, origin) {
      const sessionId = newId('ses')
      const { method, createdAt, expiresAt, ip, userAgent, location } = beginningOf(from, origin)
      const kind = from.kind === 'continued' ? 'interactive' : from.kind
      const pair = await issuePair(sessionId, { ...owner, method }, expiresAt, kind === 'embedded')
      const { accessToken, refreshToken } = pair
      return {
        sessionId,
        pair: { accessToken, refreshToken },
        expiresAt,
        location,
        async store(tx) {
          if (from.kind === 'interactive') tally.count(tx, 'signIns')
          await addSession(tx, {
            id: sessionId,
            accountId: owner.accountId,
            userId: owner.userId,
            kind,
            method,
            apiKeyId: from.kind === 'key' ? from.apiKeyId : null,
            accessTokenHash: pair.tokenHash,
            accessExpiresAt: pair.accessExpiresAt,
            expiresAt,
            ip,
            userAgent,
            location,
            createdAt,
          })
          if (kind !== 'embedded')
            await addRefreshToken(tx, { tokenHash: pair.refreshHash, sessionId, expiresAt: pair.refreshExpiresAt })
          const actor: Actor = {
            kind,
            userId: owner.userId,
            credentialId: from.kind === 'key' ? from.apiKeyId : sessionId,
            ...(from.kind === 'embedded' && { embed: from.embed }),
          }
          await record(tx, {
            action: 'session.started',
            accountId: owner.accountId,
            actor,
            origin,
            target: { type: 'session', id: sessionId },
            details: {
              method,
              ...(from.kind === 'continued' && { continued: true }),
              ...('askedFrom' in from && from.askedFrom !== undefined && { device_ip: from.askedFrom }),
            },
          })
          const of = {
            userId: owner.userId,
            accountId: owner.accountId,
            apiKeyId: from.kind === 'key' ? from.apiKeyId : null,
            kind,
          }
          const oldest = await endOldestSessions(tx, of, MOST_SESSIONS, Date.now())
          const ended = oldest.map((session) => ({
            action: 'session.ended' as const,
            accountId: owner.accountId,
            actor,
            origin,
            target: { type: 'session' as const, id: session.id },
            details: { reason: 'too_many', ...untoldRefreshes(session) },
          }))
          await recordAll(tx, ended)
          await invalidation.evict(
            tx,
            oldest.map(({ id }) => id),
          )
          return oldest.length
        },
      }
    },
  }
}
