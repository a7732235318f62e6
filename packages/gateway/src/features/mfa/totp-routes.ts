import { Type } from 'typebox'
import { permit, type Targets } from '../../access/targets.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { mfaToken } from '../../transport/http/shared-schemas.ts'
import { signedInBody } from '../authentication/routes.ts'
import { AuthResponse } from '../authentication/schemas.ts'
import type { CodeSignIn } from './code-sign-in.ts'
import { challengeToken, OnlyMfaToken, OptionalEmailAndMfaToken, recoveryCodes } from './schemas.ts'
import type { Totp } from './totp.ts'

const tags: Tag[] = ['Multi-Factor Authentication']

const code = Type.String({
  minLength: 1,
  maxLength: 20,
  description: 'Six digits from the authenticator app',
  examples: ['123456'],
})

export function totpRoutes(
  app: Server,
  { targets, totp, codeSignIn }: { targets: Targets; totp: Totp; codeSignIn: CodeSignIn },
): void {
  app.route({
    method: 'POST',
    url: '/accounts/generate-totp-key',
    ...operation(
      'generateTotpKey',
      {
        tags,
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

  app.route({
    method: 'POST',
    url: '/accounts/confirm-totp-registration',
    ...operation(
      'confirmTotpRegistration',
      {
        tags,
        summary: 'Confirm TOTP registration',
        description:
          'Switches the authenticator app on, in place of an earlier one, with its first code and the secret that was shown. Answers with the recovery codes: ten new ones, or those that are left. The code counts as used. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      {
        body: Type.Object({
          code,
          secret: Type.String({ minLength: 1, maxLength: 200, description: 'As it was shown' }),
          mfa_token: mfaToken,
        }),
      },
      dataOf(Type.Object({ recovery_codes: recoveryCodes }), 'The authenticator app is on'),
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

  app.route({
    method: 'DELETE',
    url: '/accounts/totp',
    ...operation(
      'removeTotp',
      {
        tags,
        summary: 'Remove TOTP',
        description:
          'Removes the authenticator app. With the last factor the recovery codes go, too. Root and administrators may do it for members who are in this account alone. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Optional(OptionalEmailAndMfaToken) },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'removeTotp', request.body.email)
      await totp.remove(principal, target, request.body.mfa_token, originOf(request))
      return { message: 'The authenticator app is removed.' }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/auth-with-totp',
    ...operation(
      'authWithTotp',
      {
        tags: ['Authentication', ...tags],
        summary: 'Authenticate with TOTP',
        description:
          'Completes a sign-in with a code of the authenticator app. A challenge takes five codes, and each code works once. The token then serves once more, within five minutes, where a change asks for the MFA token.',
      },
      {
        body: Type.Object({
          token: challengeToken,
          code,
          email: Type.Optional(
            Type.String({
              format: 'email',
              minLength: 1,
              maxLength: 254,
              description: 'Has to be the address of the person who is signing in',
            }),
          ),
          account: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: 'Name of the account, if the first half of the sign-in named none of several',
            }),
          ),
        }),
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const callerId = request.access?.principal.userId
      const signedIn = await codeSignIn(totp.factor, { ...request.body, callerId }, originOf(request))
      return { data: signedInBody(signedIn) }
    },
  })
}
