import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Passkeys } from '../passkeys.ts'
import { OptionalEmailAndMfaToken } from '../schemas.ts'

type Deps = { targets: Targets; passkeys: Passkeys }

export function removeAllPasskeys(app: Server, { targets, passkeys }: Deps): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/all-passkeys',
    ...operation(
      'removeAllPasskeys',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Remove all passkeys',
        description:
          'Removes all passkeys of a user. It is not an error if there are none. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      { body: Type.Optional(OptionalEmailAndMfaToken) },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'removeAllPasskeys', request.body.email)
      await passkeys.removeAll(principal, target, request.body.mfa_token, originOf(request))
      return { message: 'All passkeys were removed.' }
    },
  })
}
