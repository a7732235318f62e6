import { Type } from 'typebox'
import type { Principal } from '../../access/principal.ts'
import { permit, type Targets } from '../../access/targets.ts'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { codePurposes, type EmailCodes } from './email-codes.ts'
import type { SessionLists } from './list-sessions.ts'
import type { Revoke } from './revoke.ts'
import { RefreshTokenObject, SessionObject } from './schemas.ts'

const tags: Tag[] = ['Authentication']

const TokenQuery = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 8000,
      description:
        'A handle from GET /accounts/session-tokens, or the token itself. Prefer the handle: addresses end up in logs.',
    }),
  },
  KNOWN_ONLY,
)

type Services = {
  targets: Targets
  listSessions: (principal: Principal) => Promise<SessionLists>
  revoke: Revoke
  emailCodes: EmailCodes
}

export function sessionRoutes(app: Server, { targets, listSessions, revoke, emailCodes }: Services): void {
  app.route({
    method: 'GET',
    url: '/accounts/session-tokens',
    ...operation(
      'getSessionTokens',
      {
        tags,
        summary: 'List sessions',
        description:
          'The live sessions of the caller, newest first: of a person those in all their accounts, of a key those that were made from it. `token` and `refresh_token` are handles: they end a session and do nothing else.',
      },
      {},
      dataOf(Type.Object({ auth: Type.Array(SessionObject), refresh: Type.Array(RefreshTokenObject) }), 'The sessions'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: await listSessions(principalOf(request)) }),
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/auth-token',
    ...operation(
      'revokeAuthToken',
      {
        tags,
        summary: 'End a session',
        description:
          "Ends one of the caller's own sessions, its refresh token too. Ending the session that calls is a sign-out.",
      },
      { querystring: TokenQuery },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const session = await revoke.find(principal, 'auth', request.query.token)
      permit(principal, 'revokeAuthToken', 'self', { ownSession: session.ofThisKey })
      await revoke.endSession(principal, session, originOf(request))
      return { message: 'The session is ended.' }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/refresh-token',
    ...operation(
      'revokeRefreshToken',
      {
        tags,
        summary: 'Revoke a refresh token',
        description:
          "Lets one of the caller's own sessions run out: its access token works until it expires, and cannot be renewed.",
      },
      { querystring: TokenQuery },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const session = await revoke.find(principal, 'refresh', request.query.token)
      permit(principal, 'revokeRefreshToken', 'self', { ownSession: session.ofThisKey })
      await revoke.endRefresh(principal, session, originOf(request))
      return { message: 'The refresh token is revoked.' }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/tokens',
    ...operation(
      'revokeTokens',
      {
        tags,
        summary: 'End all sessions of a person',
        description:
          "Ends every session of a person in this account, the caller's own too. Root and administrators may do it to other members. API keys go on.",
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }) }) },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'revokeTokens', request.body.email)
      const count = await revoke.endAll(principal, target, originOf(request))
      return { message: count === 1 ? '1 session is ended.' : `${count} sessions are ended.` }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/email-code',
    ...operation(
      'getEmailCode',
      {
        tags,
        summary: 'Mail a verification code',
        description:
          'Mails a six-digit code to the caller, for changes that cannot be undone. With `purpose` it is good for that operation only; without, for each of them. The mail says which. The code lives 15 minutes, allows five tries, and replaces an earlier one.',
      },
      {
        querystring: Type.Object(
          {
            purpose: Type.Optional(
              Type.Enum([...codePurposes], { description: 'The operation that will ask for the code' }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'getEmailCode', 'self')
      // A GET that does something: an answer from a cache would mail nothing.
      await emailCodes.send(principal, request.query.purpose, originOf(request))
      return { message: 'A code is on its way to your address.' }
    },
  })
}
