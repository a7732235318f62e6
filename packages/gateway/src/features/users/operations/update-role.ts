import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import { expectedVersionOf, IfMatchHeader } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { assignableRole, emailAddress } from '../../../transport/http/shared-schemas.ts'
import type { ChangeRole } from '../change-role.ts'
import { MemberChanged } from '../schemas.ts'

const RoleRequest = Type.Object({ email: emailAddress('Email address of the member'), role: assignableRole })

export function updateRole(app: Server, { targets, changeRole }: { targets: Targets; changeRole: ChangeRole }): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/role',
    ...operation(
      'updateRole',
      {
        tags: ['User Management'],
        summary: 'Update user role',
        description:
          'Changes the role of a member. It applies from their next request on, to all their sessions and keys, and on the message bus to their creds. Nobody can change their own role or the role of the root user.',
      },
      { body: RoleRequest, headers: IfMatchHeader },
      MemberChanged,
      [400, 401, 403, 412, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const { email, role } = request.body
      const expected = expectedVersionOf(request)
      const target = await targets.resolve(access.principal, 'updateRole', email)
      const busKnows = await changeRole(access, { ...target, expected }, role, originOf(request))
      return { message: `The role is now ${role}.`, creds_updated: busKnows }
    },
  })
}
