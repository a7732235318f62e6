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
          'Removes every passkey of a person; having none is no error. With the last factor the recovery codes go, too. Root and administrators may do it for members who are in this account alone. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Optional(OptionalEmailAndMfaToken) },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'removeAllPasskeys', request.body.email)
      await passkeys.removeAll(principal, target, request.body.mfa_token, originOf(request))
      return { message: 'All passkeys are removed.' }
    },
  })
}
