import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import { expectedVersionOf, IfMatchHeader } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { emailAddress } from '../../../transport/http/shared-schemas.ts'
import { MemberChanged } from '../schemas.ts'
import type { SuspendMember } from '../suspend.ts'

const SuspendRequest = Type.Object({
  email: emailAddress('Email address of the member'),
  suspend: Type.Boolean({ description: 'True suspends the member, false ends the suspension' }),
})

export function suspendUser(
  app: Server,
  { targets, suspendMember }: { targets: Targets; suspendMember: SuspendMember },
): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/suspend-user',
    ...operation(
      'suspendUser',
      {
        tags: ['User Management'],
        summary: 'Suspend user',
        description:
          'Suspends a member of this account, or ends the suspension. During a suspension, their sessions, keys and creds of this account are refused; afterwards they work as before, unless they have expired. Their other accounts are not affected.',
      },
      { body: SuspendRequest, headers: IfMatchHeader },
      MemberChanged,
      [400, 401, 403, 412, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const { email, suspend: suspended } = request.body
      const expected = expectedVersionOf(request)
      const target = await targets.resolve(access.principal, 'suspendUser', email)
      const busKnows = await suspendMember(access, { ...target, expected }, suspended, originOf(request))
      return { message: suspended ? 'The member was suspended.' : 'The suspension has ended.', creds_updated: busKnows }
    },
  })
}
