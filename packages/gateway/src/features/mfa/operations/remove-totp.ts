import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { OptionalEmailAndMfaToken } from '../schemas.ts'
import type { Totp } from '../totp.ts'

type Deps = { targets: Targets; totp: Totp }

export function removeTotp(app: Server, { targets, totp }: Deps): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/totp',
    ...operation(
      'removeTotp',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Remove TOTP',
        description:
          'Removes the authenticator app. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      { body: Type.Optional(OptionalEmailAndMfaToken) },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'removeTotp', request.body.email)
      await totp.remove(principal, target, request.body.mfa_token, originOf(request))
      return { message: 'The authenticator app was removed.' }
    },
  })
}
