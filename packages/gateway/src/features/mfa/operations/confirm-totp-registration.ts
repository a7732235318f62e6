import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { mfaToken } from '../../../transport/http/shared-schemas.ts'
import { recoveryCodes, totpCode } from '../schemas.ts'
import type { Totp } from '../totp.ts'

export function confirmTotpRegistration(app: Server, { totp }: { totp: Totp }): void {
  app.route({
    method: 'POST',
    url: '/accounts/confirm-totp-registration',
    ...operation(
      'confirmTotpRegistration',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Confirm TOTP registration',
        description:
          'Switches the authenticator app on, with its first code and the secret that was shown; it replaces an earlier app. The answer has the recovery codes: ten new ones if there were none, or else the remaining ones. The code counts as used. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      {
        body: Type.Object({
          code: totpCode,
          secret: Type.String({
            minLength: 1,
            maxLength: 200,
            description: 'As it was shown by POST /accounts/generate-totp-key',
          }),
          mfa_token: mfaToken,
        }),
      },
      dataOf(Type.Object({ recovery_codes: recoveryCodes }), 'The authenticator app is switched on'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'confirmTotpRegistration', 'self')
      const { code, secret, mfa_token: mfaToken } = request.body
      const codes = await totp.confirm(principal, { code, secret, mfaToken }, originOf(request))
      return { data: { recovery_codes: codes } }
    },
  })
}
