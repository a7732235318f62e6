import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { listParameters, NextCursor, readListQuery, wantsAll } from '../../../transport/http/paging.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ListSessions } from '../list-sessions.ts'
import { tokenObject } from '../schemas.ts'
import { type SessionSort, sessionSorts } from '../session-list-store.ts'

const ORDER = '-created_on'
const sorts: SessionSort[] = ['created_on']

/** The contract's SessionObject. */
const SessionObject = Type.Object(
  {
    ...tokenObject,
    refresh_token: Type.String({ description: 'Handle of its refresh token' }),
    ip: Type.String(),
    agent: Type.String({ description: 'Browser or program', examples: ['Firefox 140'] }),
    platform: Type.String({ examples: ['Linux'] }),
    is_suspended: Type.Boolean({
      description: 'The membership is suspended: the session is refused until the suspension ends',
    }),
    location: Type.String({ description: 'Where the IP address is, or unknown', examples: ['Lisbon, Portugal'] }),
    kind: Type.Enum(['interactive', 'key', 'embedded'], {
      description:
        'Whether a user signed in, the session was made from an API key, or it is on a page of another product',
    }),
    method: Type.String({
      description:
        'What was proven: password, oauth or passkey, followed by a plus sign and the second factor, if any; or api_key or embedded. After `device:`, what was proven in the session that approved this one',
      examples: ['password+totp'],
    }),
    created_on: Type.String({ format: 'date-time' }),
    current: Type.Boolean({ description: 'Whether the caller uses this session' }),
  },
  { title: 'Session', description: 'A session, by its handles' },
)

/** The contract's RefreshTokenObject. */
const RefreshTokenObject = Type.Object(tokenObject, {
  title: 'RefreshToken',
  description: 'A refresh token, by its handle',
})

export function getSessionTokens(app: Server, { listSessions }: { listSessions: ListSessions }): void {
  app.route({
    method: 'GET',
    url: '/accounts/session-tokens',
    ...operation(
      'getSessionTokens',
      {
        tags: ['Authentication'],
        summary: 'List sessions',
        description:
          'Lists the live sessions of the caller, newest first: for a user, in all their accounts; for a key, those that were made from it. `token` and `refresh_token` are handles: they can revoke a session and do nothing else. With `limit` the answer is a page, and both lists are of the same sessions: send its `next_cursor` as `cursor` for the next page, until it is null.',
      },
      {
        querystring: Type.Object(
          listParameters(sorts, {
            searched:
              'Only sessions whose IP address begins with this text, or whose User-Agent, location or account name contains it (A–Z like a–z)',
            order: ORDER,
          }),
          KNOWN_ONLY,
        ),
      },
      Type.Object(
        {
          ...dataOf(Type.Object({ auth: Type.Array(SessionObject), refresh: Type.Array(RefreshTokenObject) }), '')
            .properties,
          next_cursor: NextCursor,
        },
        { description: 'The sessions' },
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const { query } = request
      if (wantsAll(query)) return { data: await listSessions.all(principal) }
      const { userId, apiKeyId } = principal
      const whose = { list: 'sessions', userId, ofKey: principal.kind === 'key' ? (apiKeyId ?? '') : undefined }
      const { request: asked, nextCursor } = readListQuery(query, { sorts: sessionSorts, order: ORDER, whose })
      const { lists, next } = await listSessions.page(principal, asked)
      return { data: lists, ...nextCursor(next) }
    },
  })
}
