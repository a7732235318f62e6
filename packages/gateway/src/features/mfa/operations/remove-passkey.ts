import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { mfaToken } from '../../../transport/http/shared-schemas.ts'
import type { Passkeys } from '../passkeys.ts'
import { email } from '../schemas.ts'

type Deps = { targets: Targets; passkeys: Passkeys }

export function removePasskey(app: Server, { targets, passkeys }: Deps): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/passkey',
    ...operation(
      'removePasskey',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Remove passkey',
        description:
          'Removes a passkey. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      {
        body: Type.Object(
          {
            id: Type.String({
              minLength: 1,
              maxLength: 2000,
              description: 'Id of the passkey, in base64url or base64',
            }),
            email: Type.Optional(email),
            mfa_token: mfaToken,
          },
          KNOWN_ONLY,
        ),
      },
      MessageResponse,
      [400, 401, 403, 404, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const { id, email: whose, mfa_token: mfaToken } = request.body
      const target = await targets.resolve(principal, 'removePasskey', whose)
      await passkeys.remove(principal, target, { id, mfaToken }, originOf(request))
      return { message: 'The passkey was removed.' }
    },
  })
}
