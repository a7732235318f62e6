import type { Targets } from '../../../access/targets.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { MemberRequest } from '../../../transport/http/shared-schemas.ts'
import type { Invite } from '../invite.ts'

export function resendInvitation(
  app: Server,
  { targets, invitations }: { targets: Targets; invitations: Invite },
): void {
  app.route({
    method: 'POST',
    url: '/accounts/resend-invitation',
    ...operation(
      'resendInvitation',
      {
        tags: ['User Management'],
        summary: 'Resend an invitation',
        description: 'Mails a new link to a pending member, which works for 48 hours. The earlier link stops working.',
      },
      { body: MemberRequest },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const target = await targets.resolve(access.principal, 'resendInvitation', request.body.email)
      await invitations.resend(access, target, originOf(request))
      return { message: 'A new invitation mail is being sent. The invitation can be accepted for 48 hours.' }
    },
  })
}
