import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { mfaToken } from '../../../transport/http/shared-schemas.ts'
import type { Mfa } from '../mfa.ts'

export function updateMfaSettings(app: Server, { changeSettings }: Pick<Mfa, 'changeSettings'>): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/mfa-settings',
    ...operation(
      'updateMfaSettings',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Update MFA settings',
        description:
          'Switches registered factors on or off. A factor that is switched off stays registered, but sign-ins do not ask for it. The user gets a mail about the change. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      {
        body: Type.Object(
          {
            totp_enabled: Type.Optional(
              Type.Boolean({ description: 'Whether sign-ins ask for the authenticator app' }),
            ),
            passkey_enabled: Type.Optional(Type.Boolean({ description: 'Whether sign-ins ask for a passkey' })),
            mfa_token: mfaToken,
          },
          { examples: [{ totp_enabled: true, passkey_enabled: false }] },
        ),
      },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'updateMfaSettings', 'self')
      const { totp_enabled: totp, passkey_enabled: passkey, mfa_token: mfaToken } = request.body
      if (totp === undefined && passkey === undefined)
        throw invalid('/body', 'must have totp_enabled or passkey_enabled')
      await changeSettings(principal, { totp, passkey, mfaToken }, originOf(request))
      return { message: 'The settings were changed.' }
    },
  })
}
