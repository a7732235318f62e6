import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { roles } from '../../../platform/values/roles.ts'
import { credentialPrincipalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { capabilities, roleDescriptions } from '../roles.ts'

const roleName = Type.Enum([...roles])

const Roles = Type.Object(
  {
    roles: Type.Array(
      Type.Object({
        role: roleName,
        text: Type.String({ description: 'What the role is for, in English' }),
        assignable: Type.Boolean({ description: 'Whether members can be given this role' }),
      }),
    ),
    capabilities: Type.Array(
      Type.Object({
        name: Type.String({ description: 'Stable, for programs', examples: ['members.manage'] }),
        group: Type.String({ examples: ['Members'] }),
        text: Type.String({ description: 'In English, without a subject', examples: ['See who the members are'] }),
        roles: Type.Array(roleName, { description: 'The roles that may do this' }),
        needs_user: Type.Boolean({ description: 'Whether at least one of the operations is refused to every API key' }),
        operations: Type.Array(Type.String(), { description: 'What this is in the API, by operationId' }),
      }),
    ),
  },
  { title: 'Roles' },
)

export function listRoles(app: Server): void {
  const data = {
    roles: roleDescriptions,
    capabilities: capabilities.map(({ needsUser, ...capability }) => ({ ...capability, needs_user: needsUser })),
  }
  app.route({
    method: 'GET',
    url: '/accounts/roles',
    ...operation(
      'listRoles',
      {
        tags: ['User Management'],
        summary: 'List roles',
        description:
          'Returns all roles and what each may do, in words. It comes from the table by which the gateway decides, so it is never out of date. The limits of a key narrow this further.',
      },
      {},
      dataOf(Roles, 'The roles'),
      [401, 403, 429],
    ),
    handler: async (request) => {
      permit(credentialPrincipalOf(request), 'listRoles', 'account')
      return { data }
    },
  })
}
