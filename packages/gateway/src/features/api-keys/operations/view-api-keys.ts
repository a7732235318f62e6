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
          'The live keys of the caller in this account, oldest first; root and administrators also see those of other members, and those of the account. Never the keys themselves.',
      },
      {
        querystring: Type.Object(
          {
            email: Type.Optional(
              Type.String({ format: 'email', maxLength: 254, description: 'Owner of the keys; by default the caller' }),
            ),
            owner: Type.Optional(
              Type.Enum(['member', 'account'], { description: 'account: the keys of the account itself' }),
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
        if (email !== undefined) throw invalid('/querystring/email', 'must not be there beside owner=account')
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
