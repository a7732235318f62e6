import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { OnlyMfaToken } from '../schemas.ts'
import type { Totp } from '../totp.ts'

export function generateTotpKey(app: Server, { totp }: { totp: Totp }): void {
  app.route({
    method: 'POST',
    url: '/accounts/generate-totp-key',
    ...operation(
      'generateTotpKey',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Generate TOTP key',
        description:
          'Creates a new secret for an authenticator app. It must be confirmed with its first code within 15 minutes (POST /accounts/confirm-totp-registration). Until then the current app still works; a newer secret replaces this one. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      { body: Type.Optional(OnlyMfaToken) },
      dataOf(
        Type.Object({
          otpauth_url: Type.String({
            description: 'The content of the QR code',
            examples: ['otpauth://totp/quiva.ai:ada@example.com?secret=JBSWY3DPEHPK3PXP&issuer=quiva.ai'],
          }),
          secret: Type.String({ description: 'In base32', examples: ['JBSWY3DPEHPK3PXP'] }),
        }),
        'The secret, shown only once',
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'generateTotpKey', 'self')
      const { otpauthUrl, secret } = await totp.generate(principal, request.body.mfa_token)
      return { data: { otpauth_url: otpauthUrl, secret } }
    },
  })
}
