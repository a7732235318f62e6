import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { ROOMY_BODY_LIMIT_BYTES } from '../../../transport/http/bodies.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { mfaToken } from '../../../transport/http/shared-schemas.ts'
import type { Passkeys } from '../passkeys.ts'
import { credential, LONGEST_REGISTRATION, PasskeyAlias, recoveryCodes } from '../schemas.ts'

export function completePasskeyRegistration(app: Server, { passkeys }: { passkeys: Passkeys }): void {
  app.route({
    method: 'POST',
    url: '/accounts/complete-passkey-registration',
    bodyLimit: ROOMY_BODY_LIMIT_BYTES,
    ...operation(
      'completePasskeyRegistration',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Complete passkey registration',
        description:
          'Registers the passkey that the browser made, and switches passkeys on. The answer has the recovery codes: ten new ones if there were none, or else the remaining ones. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      {
        body: Type.Object({
          credential: credential('The result of navigator.credentials.create, in JSON', LONGEST_REGISTRATION),
          credential_alias: Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'A name for the passkey, 1–64 characters',
          }),
          mfa_token: mfaToken,
        }),
      },
      dataOf(Type.Object({ passkey: PasskeyAlias, recovery_codes: recoveryCodes }), 'The passkey is registered'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'completePasskeyRegistration', 'self')
      const { credential: made, credential_alias: wanted, mfa_token: mfaToken } = request.body
      const input = { credential: made, alias: wanted, mfaToken }
      const registered = await passkeys.complete(principal, input, originOf(request))
      const { id, alias, createdAt } = registered
      const passkey = { id, alias, created_on: new Date(createdAt).toISOString() }
      return { data: { passkey, recovery_codes: registered.recoveryCodes } }
    },
  })
}
