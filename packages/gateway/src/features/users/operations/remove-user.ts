import type { Targets } from '../../../access/targets.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { MemberRequest } from '../../../transport/http/shared-schemas.ts'
import type { RemoveMember } from '../remove.ts'
import { MemberChanged } from '../schemas.ts'

export function removeUser(
  app: Server,
  { targets, removeMember }: { targets: Targets; removeMember: RemoveMember },
): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/remove-user',
    ...operation(
      'removeUser',
      {
        tags: ['User Management'],
        summary: 'Remove user from account',
        description:
          'Removes a member at once, revokes their sessions and creds in this account, and deletes their keys in it; or withdraws a pending invitation. What the member created stays. A user who is then a member of no account, and the root of none, is deleted.',
      },
      { body: MemberRequest },
      MemberChanged,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const target = await targets.resolve(access.principal, 'removeUser', request.body.email)
      const busKnows = await removeMember(access, target, originOf(request))
      return { message: 'The member was removed.', creds_updated: busKnows }
    },
  })
}
