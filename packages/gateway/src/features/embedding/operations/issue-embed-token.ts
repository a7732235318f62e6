import { Type } from 'typebox'
import { MOST_SCOPES } from '../../../access/scopes.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Embedding } from '../embedding.ts'

const EmbedTokenRequest = Type.Object(
  {
    email: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: 254,
        description: 'The member whose keys are shown; default: the caller, unless there is a key_id',
      }),
    ),
    key_id: Type.Optional(
      Type.String({
        maxLength: 100,
        description:
          'Id of a key of the account: the keys of the service account behind it are shown, such as those of one customer',
      }),
    ),
    origin: Type.Optional(
      Type.String({
        maxLength: 300,
        description:
          'The origin of the page that embeds the screens, one of GET /accounts/embed-origins. Left out: the token is for the page of the gateway, whose address the answer has',
        examples: ['https://app.example.com'],
      }),
    ),
    access: Type.Optional(
      Type.Enum(['manage', 'view'], { description: 'Whether keys can be issued and changed', default: 'manage' }),
    ),
    key_scopes: Type.Optional(
      Type.Array(Type.String({ minLength: 3, maxLength: 64 }), {
        minItems: 1,
        maxItems: MOST_SCOPES,
        description:
          'Required to manage: the scopes that keys may have which are issued there. `*:*` is whatever their owner may do',
        examples: [['orders:read', 'orders:write']],
      }),
    ),
  },
  {
    ...KNOWN_ONLY,
    examples: [
      { email: 'ada@example.com', origin: 'https://app.example.com', key_scopes: ['orders:read', 'orders:write'] },
      { key_id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', access: 'view' },
    ],
  },
)

const EmbedToken = Type.Object(
  {
    token: Type.String({ description: 'A secret that opens one session, once' }),
    expires_on: Type.String({ format: 'date-time' }),
    url: Type.Union([Type.String(), Type.Null()], {
      description: 'The page of the gateway with the token in the fragment, if no origin was named',
    }),
  },
  { title: 'EmbedToken' },
)

type Deps = Pick<Embedding, 'issueEmbedToken'> & { publicUrl: string }

export function issueEmbedToken(app: Server, { issueEmbedToken: issue, publicUrl }: Deps): void {
  app.route({
    method: 'POST',
    url: '/accounts/embed-token',
    ...operation(
      'issueEmbedToken',
      {
        tags: ['Embedding'],
        summary: 'Issue embed token',
        description:
          'Issues a token with which a page shows the key screens to one member, or to whom a service account stands for (docs/embedding.md). It is for the server of the product; only the token goes to the page. It works once, within five minutes, on one origin, and opens a session of an hour that can only work with the keys of that member. With an API key, the member must be no administrator, and `key_scopes` must be within the scopes of the key.',
      },
      { body: Type.Optional(EmbedTokenRequest) },
      dataOf(EmbedToken, 'The token'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { email, key_id: keyId, origin, access = 'manage', key_scopes: keyScopes } = request.body
      const asked = { email, keyId, origin, access, keyScopes }
      const { token, expiresAt } = await issue(principalOf(request), asked, originOf(request))
      return {
        data: {
          token,
          expires_on: new Date(expiresAt).toISOString(),
          url: origin === undefined ? `${publicUrl}/embed/#${token}` : null,
        },
      }
    },
  })
}
