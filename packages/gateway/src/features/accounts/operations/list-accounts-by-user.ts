import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'

/** The accounts that a user can sign in to. */
export type ListAccounts = (userId: string) => Promise<{ id: string; name: string; display_name: string }[]>

/** An account, with the names that its members use for it. */
const NamedAccount = Type.Object({
  id: Type.String({ examples: ['4821907365'] }),
  name: Type.String({ description: 'Normalised name, which members type when they sign in', examples: ['acme'] }),
  display_name: Type.String({ description: 'The name as it was typed', examples: ['ACME'] }),
})

export function listAccountsByUser(app: Server, { listAccounts }: { listAccounts: ListAccounts }): void {
  app.route({
    method: 'GET',
    url: '/accounts/list',
    ...operation(
      'listAccountsByUser',
      {
        tags: ['Account Management'],
        summary: 'List accounts by user',
        description:
          'Lists the accounts that the caller can sign in to: their ids, or with `details` also their names.',
      },
      { querystring: Type.Object({ details: Type.Optional(Type.Boolean({ default: false })) }, KNOWN_ONLY) },
      dataOf(
        Type.Union([Type.Array(Type.String({ examples: ['4821907365'] })), Type.Array(NamedAccount)]),
        'Account ids; with details, ids and names',
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const accounts = await listAccounts(principalOf(request).userId)
      return { data: request.query.details ? accounts : accounts.map(({ id }) => id) }
    },
  })
}
