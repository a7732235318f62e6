import { Type } from 'typebox'
import { permit, type Targets } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import type { Role } from '../../../platform/values/roles.ts'
import { accessOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { viewOf } from '../bodies.ts'
import { ViewApiKey } from '../schemas.ts'
import type { ApiKeyRow } from '../store.ts'

type Deps = {
  targets: Targets
  listApiKeys: (accountId: string, userId: string) => Promise<ApiKeyRow[]>
  listAccountKeys: (accountId: string) => Promise<(ApiKeyRow & { role: Role })[]>
}

export function viewApiKeys(app: Server, { targets, listApiKeys, listAccountKeys }: Deps): void {
  app.route({
    method: 'GET',
    url: '/accounts/api-keys',
    ...operation(
      'viewApiKeys',
      {
        tags: ['API Keys'],
        summary: 'View API keys',
        description:
          'Lists the live keys of the caller in this account, oldest first, without the keys themselves. The root user and administrators may also list the keys of other members and of the account.',
      },
      {
        querystring: Type.Object(
          {
            email: Type.Optional(
              Type.String({
                format: 'email',
                maxLength: 254,
                description: 'Email address of the owner of the keys; default: the caller',
              }),
            ),
            owner: Type.Optional(
              Type.Enum(['member', 'account'], {
                description: 'account: the keys of the account, which belong to no user',
              }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      dataOf(Type.Array(ViewApiKey), 'The keys'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { principal, account } = accessOf(request)
      const { email, owner } = request.query
      if (owner === 'account') {
        if (email !== undefined) throw invalid('/querystring/email', 'must not be sent together with owner=account')
        permit(principal, 'viewApiKeys:account', 'account')
        const keys = await listAccountKeys(principal.accountId)
        return { data: keys.map((key) => ({ ...viewOf(key, account.name), owner, role: key.role })) }
      }
      const { userId } = await targets.resolve(principal, 'viewApiKeys', email)
      const keys = await listApiKeys(principal.accountId, userId)
      return { data: keys.map((key) => ({ ...viewOf(key, account.name), owner: 'member' as const })) }
    },
  })
}
