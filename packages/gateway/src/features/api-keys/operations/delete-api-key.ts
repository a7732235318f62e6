import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { selectorOf, times } from '../bodies.ts'
import type { DeleteApiKey, DeletedApiKey as Deleted } from '../delete.ts'
import type { FindKey } from '../find-key.ts'
import { common, ofOwner, selectors } from '../schemas.ts'

/** The contract's ApiKeyResponse for a key that is gone. */
const DeletedApiKey = Type.Object(
  {
    ...common,
    key: Type.Optional(Type.String({ description: 'The key, if the request named it in full' })),
    creds: Type.Optional(Type.String({ description: 'Never sent here' })),
    also_deleted: Type.Array(Type.String(), {
      description:
        'Ids of the keys that end with it: those that it had issued, and the successors that it made by rotating itself, with theirs',
    }),
    creds_revoked: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        'Whether the message bus has confirmed the revocation of the creds; false: it will as soon as it can be reached; null: this gateway has no message bus',
    }),
  },
  { title: 'DeletedApiKey' },
)

const DeleteApiKeyQuery = Type.Object(selectors, KNOWN_ONLY)

const DeleteApiKeyBody = Type.Object(
  { ...selectors, ...ofOwner },
  {
    ...KNOWN_ONLY,
    description: 'The same as the query, for what should not stand in an address',
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
          'Deletes a key, given by id or in full, in the query or the body: it is refused from the answer on, everywhere, its creds and the sessions made from it too, and the keys that it issued or made by rotating itself. Cannot be undone. Root and administrators also delete keys of other members.',
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
