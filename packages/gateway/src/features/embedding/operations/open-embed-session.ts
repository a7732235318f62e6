import { Type } from 'typebox'
import { pageOf } from '../../../access/embed-page.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import type { CountingFailures } from '../../../platform/throttle/counting-failures.ts'
import { roles } from '../../../platform/values/roles.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Embedding } from '../embedding.ts'

const EmbedSession = Type.Object(
  {
    auth_token: Type.String({ description: 'For Authorization: Bearer. There is no refresh token' }),
    expires_on: Type.String({ format: 'date-time' }),
    user: Type.Object({
      id: Type.String(),
      email: Type.Union([Type.String(), Type.Null()], { description: 'Null for a service account' }),
      role: Type.Enum([...roles]),
    }),
    account: Type.Object({ id: Type.String(), display_name: Type.String() }),
    scopes: Type.Array(Type.String(), { description: 'What the session may do', examples: [['api-keys:read']] }),
    key_scopes: Type.Union([Type.Array(Type.String()), Type.Null()], {
      description: 'The scopes that keys may have which it issues; null: whatever their owner may do',
    }),
  },
  { title: 'EmbedSession' },
)

type Deps = Pick<Embedding, 'openEmbedSession'> & { ownOrigin: string; countingFailures: CountingFailures }

export function openEmbedSession(app: Server, { openEmbedSession: open, ownOrigin, countingFailures }: Deps): void {
  app.route({
    method: 'POST',
    url: '/embed/session',
    ...operation(
      'openEmbedSession',
      {
        tags: ['Embedding'],
        summary: 'Open embedded session',
        description:
          'Exchanges a token of POST /accounts/embed-token for a session of an hour, once, on a page of the origin that the token was made for: the header Origin says which page it is. The session can list, issue, change, rotate and delete the API keys of its user, and nothing else; other services do not honour it. `<quiva-keys>` does this by itself.',
      },
      { body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, { ...KNOWN_ONLY }) },
      dataOf(EmbedSession, 'The session'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const page = pageOf(request.headers, ownOrigin)
      const opened = await countingFailures(request.clientAddress, () =>
        open(request.body.token, page, originOf(request)),
      )
      const { accessToken, expiresAt, userId, email, role, accountId, accountName, scopes, keyScopes } = opened
      return {
        data: {
          auth_token: accessToken,
          expires_on: new Date(expiresAt).toISOString(),
          user: { id: userId, email, role },
          account: { id: accountId, display_name: accountName },
          scopes,
          key_scopes: keyScopes,
        },
      }
    },
  })
}
