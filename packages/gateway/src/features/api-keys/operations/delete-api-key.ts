import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { selectorOf, times } from '../bodies.ts'
import type { DeleteApiKey, DeletedApiKey as Deleted } from '../delete.ts'
import type { FindKey } from '../find-key.ts'
import { common, ofOwner, selectors } from '../schemas.ts'

/** The contract's ApiKeyResponse for a deleted key. */
const DeletedApiKey = Type.Object(
  {
    ...common,
    key: Type.Optional(Type.String({ description: 'The whole key, if the request named it' })),
    creds: Type.Optional(Type.String({ description: 'Never sent here' })),
    also_deleted: Type.Array(Type.String(), {
      description:
        'Ids of the keys that are deleted with it: the keys that it had issued, and the keys that it made by rotating itself, with the keys that those had issued',
    }),
    creds_revoked: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        'True if the message bus has confirmed the revocation of the creds; false if it will confirm it as soon as it can be reached; null if this gateway has no message bus',
    }),
  },
  { title: 'DeletedApiKey' },
)

const DeleteApiKeyQuery = Type.Object(selectors, KNOWN_ONLY)

const DeleteApiKeyBody = Type.Object(
  { ...selectors, ...ofOwner },
  {
    ...KNOWN_ONLY,
    description: 'The same as the query, for values that should not be in a URL',
    examples: [{ id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b' }],
  },
)

type Deps = { findKey: FindKey; deleteApiKey: DeleteApiKey }

export function deleteApiKey(app: Server, { findKey, deleteApiKey: deleteKey }: Deps): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/api-key',
    ...operation(
      'deleteApiKey',
      {
        tags: ['API Keys'],
        summary: 'Delete API key',
        description:
          'Deletes a key, named by its id or by the whole key, in the query or the body. From the answer on, the gateway refuses the key, the sessions made from it, and the keys that it issued or made by rotating itself. `creds_revoked` says whether the message bus refuses the creds already. This cannot be undone. The root user and administrators may also delete keys of other members.',
      },
      { querystring: DeleteApiKeyQuery, body: Type.Optional(DeleteApiKeyBody) },
      dataOf(DeletedApiKey, 'The key is deleted'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const given = { id: request.query.id ?? request.body.id, key: request.query.key ?? request.body.key }
      const found = await findKey(principal, 'deleteApiKey', selectorOf(given), request.body.email)
      const deleted = await deleteKey(principal, found, originOf(request))
      return { data: deletedBody(deleted, given.key) }
    },
  })
}

function deletedBody(deleted: Deleted, key: string | undefined) {
  return {
    ...times(deleted),
    id: deleted.id,
    name: deleted.name,
    ...(key !== undefined && { key }),
    also_deleted: deleted.alsoDeleted,
    creds_revoked: deleted.credsRevoked,
  }
}
