import type { Principal } from '../../access/principal.ts'
import type { Position } from '../../platform/database/cursor.ts'
import type { Database } from '../../platform/database/database.ts'
import type { ListRequest } from '../../platform/database/keyset.ts'
import { describeClient } from './client-name.ts'
import { formatHandle } from './handles.ts'
import {
  type LiveSession,
  listLiveSessions,
  pageOfSessions,
  type SessionOwner,
  type SessionSort,
} from './session-list-store.ts'

/** The contract's SessionObject; `token` and `refresh_token` are handles (handles.ts). */
export type SessionObject = {
  account_id: string
  user_id: string
  account: string
  email: string
  role: string
  /** When the session ends if it is not refreshed, in Unix seconds. */
  expiry: number
  ip: string
  agent: string
  platform: string
  token: string
  refresh_token: string
  is_suspended: boolean
  location: string
  /** Additions to the contract: how the session began, since when it exists, and whether it is the caller's own. */
  kind: 'interactive' | 'key' | 'embedded'
  method: string
  created_on: string
  current: boolean
}

/** The contract's RefreshTokenObject. */
export type RefreshTokenObject = Pick<
  SessionObject,
  'account_id' | 'user_id' | 'account' | 'email' | 'role' | 'expiry' | 'token'
>

export type SessionLists = { auth: SessionObject[]; refresh: RefreshTokenObject[] }

export type ListSessions = {
  /**
   * getSessionTokens: the caller's live sessions, newest first. A user sees those in all their accounts, a key only
   * those that were made from it.
   */
  all(principal: Principal): Promise<SessionLists>
  /** A page of them; both lists are of the same sessions. */
  page(
    principal: Principal,
    request: ListRequest<SessionSort>,
  ): Promise<{ lists: SessionLists; next: Position | undefined }>
}

export function createListSessions(database: Database): ListSessions {
  return {
    async all(principal) {
      return toLists(await listLiveSessions(database.read, ownerOf(principal), Date.now()), principal)
    },
    async page(principal, request) {
      const { rows, next } = await pageOfSessions(database.read, ownerOf(principal), request, Date.now())
      return { lists: toLists(rows, principal), next }
    },
  }
}

function ownerOf({ kind, userId, apiKeyId }: Principal): SessionOwner {
  return kind === 'key' ? { userId, apiKeyId } : { userId }
}

function toLists(sessions: LiveSession[], principal: Principal): SessionLists {
  return {
    auth: sessions.map((session) => toSession(session, principal)),
    refresh: sessions.flatMap((session) =>
      session.refreshExpiresAt === null ? [] : [toRefreshToken(session, session.refreshExpiresAt)],
    ),
  }
}

function toSession(session: LiveSession, principal: Principal): SessionObject {
  const { browser, platform } = describeClient(session.userAgent)
  return {
    ...common(session, Math.max(session.accessExpiresAt, session.refreshExpiresAt ?? 0)),
    ip: session.ip,
    agent: browser,
    platform,
    token: formatHandle({ kind: 'auth', sessionId: session.id }),
    refresh_token: formatHandle({ kind: 'refresh', sessionId: session.id }),
    is_suspended: session.suspendedAt !== null,
    location: session.location,
    kind: session.kind,
    method: session.method,
    created_on: new Date(session.createdAt).toISOString(),
    current: session.id === principal.credentialId,
  }
}

function toRefreshToken(session: LiveSession, expiresAt: number): RefreshTokenObject {
  return { ...common(session, expiresAt), token: formatHandle({ kind: 'refresh', sessionId: session.id }) }
}

function common(session: LiveSession, expiresAt: number) {
  return {
    account_id: session.accountId,
    user_id: session.userId,
    account: session.accountName,
    email: session.email,
    role: session.role,
    expiry: Math.floor(expiresAt / 1000),
  }
}
