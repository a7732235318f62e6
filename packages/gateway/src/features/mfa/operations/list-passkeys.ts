import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Passkeys } from '../passkeys.ts'
import { OwnPasskey } from '../schemas.ts'

export function listPasskeys(app: Server, { passkeys }: { passkeys: Passkeys }): void {
  app.route({
    method: 'GET',
    url: '/accounts/passkeys',
    ...operation(
      'listPasskeys',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'List passkeys',
        description: "Lists the caller's own passkeys, oldest first.",
      },
      {},
      dataOf(Type.Array(OwnPasskey), 'The passkeys'),
      [401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'listPasskeys', 'self')
      const own = await passkeys.list(principal)
      return {
        data: own.map(({ credentialId: id, alias, createdAt, lastUsedAt, transports }) => ({
          id,
          alias,
          created_on: new Date(createdAt).toISOString(),
          last_used_on: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
          transports,
        })),
      }
    },
  })
}
