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
          'A new secret for an authenticator app. It waits 15 minutes for its first code (POST /accounts/confirm-totp-registration) and replaces nothing before; a newer one replaces it. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Optional(OnlyMfaToken) },
      dataOf(
        Type.Object({
          otpauth_url: Type.String({
            description: 'What the QR code holds',
            examples: ['otpauth://totp/quiva.ai:ada@example.com?secret=JBSWY3DPEHPK3PXP&issuer=quiva.ai'],
          }),
          secret: Type.String({ description: 'Base32', examples: ['JBSWY3DPEHPK3PXP'] }),
        }),
        'The secret, shown this once',
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
