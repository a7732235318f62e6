import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { selectorOf, viewOf } from '../bodies.ts'
import type { FindKey } from '../find-key.ts'
import { limitsToChange } from '../limit-schemas.ts'
import { ofOwner, selectors, ViewApiKey } from '../schemas.ts'
import type { UpdateApiKey } from '../update.ts'

/** A key after a change. */
const UpdatedApiKey = Type.Object(
  {
    ...ViewApiKey.properties,
    creds_revoked: Type.Optional(
      Type.Union([Type.Boolean(), Type.Null()], {
        description:
          'Present if the new limits no longer allow creds for the key or for a key that it issued: whether the message bus has confirmed the revocation of the creds, as in DELETE /accounts/api-key',
      }),
    ),
  },
  { title: 'UpdatedApiKey' },
)

const UpdateApiKeyBody = Type.Object(
  {
    ...selectors,
    ...ofOwner,
    key_name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'A new name, 1–100 characters' })),
    ...limitsToChange,
  },
  {
    ...KNOWN_ONLY,
    examples: [
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', scopes: ['orders:read'], rate_limit: null },
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', key_name: 'nightly import' },
    ],
  },
)

type Deps = { findKey: FindKey; updateApiKey: UpdateApiKey }

export function updateApiKey(app: Server, { findKey, updateApiKey: update }: Deps): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/api-key',
    ...operation(
      'updateApiKey',
      {
        tags: ['API Keys'],
        summary: 'Update API key',
        description:
          'Changes the name and the limits of a live key, named by its id or by the whole key. A field that is left out does not change; null removes a limit. The change applies from the answer on, everywhere, also to the sessions made from the key and the keys that it issued. A key with limits may change only itself and the keys that it issued, and may not grant more than it has. The root user and administrators may also change keys of other members.',
      },
      { body: UpdateApiKeyBody },
      dataOf(UpdatedApiKey, 'The key after the change'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { principal, account } = accessOf(request)
      const { id, key, email, key_name: name, ...limits } = request.body
      const found = await findKey(principal, 'updateApiKey', selectorOf({ id, key }, '/body'), email)
      const updated = await update(principal, found, { name, ...limits }, originOf(request))
      const { credsRevoked } = updated
      return {
        data: {
          ...viewOf(updated, account.name),
          ...(found.isServiceAccount
            ? { owner: 'account' as const, role: updated.ownerRole }
            : { owner: 'member' as const }),
          ...(credsRevoked !== undefined && { creds_revoked: credsRevoked }),
        },
      }
    },
  })
}
