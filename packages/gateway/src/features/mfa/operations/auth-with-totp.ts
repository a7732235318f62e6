import { Type } from 'typebox'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { signedInBody } from '../../authentication/auth-response.ts'
import { AuthResponse } from '../../authentication/schemas.ts'
import type { CodeSignIn } from '../code-sign-in.ts'
import { accountOfSecondHalf, challengeToken, totpCode } from '../schemas.ts'
import type { Totp } from '../totp.ts'

type Deps = { totp: Totp; codeSignIn: CodeSignIn }

export const AuthWithTotpRequest = Type.Object({
  token: challengeToken,
  code: totpCode,
  email: Type.Optional(
    Type.String({
      format: 'email',
      minLength: 1,
      maxLength: 254,
      description: 'If sent, it must be the email address of the user who is signing in',
    }),
  ),
  account: accountOfSecondHalf,
})

export function authWithTotp(app: Server, { totp, codeSignIn }: Deps): void {
  app.route({
    method: 'POST',
    url: '/accounts/auth-with-totp',
    ...operation(
      'authWithTotp',
      {
        tags: ['Authentication', 'Multi-Factor Authentication'],
        summary: 'Authenticate with TOTP',
        description:
          'Completes a sign-in with a code of the authenticator app. A challenge accepts five tries, and each code works once. For five minutes after that, the challenge token can be used once more: as the MFA token that some changes ask for.',
      },
      {
        body: AuthWithTotpRequest,
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const callerId = request.access?.principal.userId
      const signedIn = await codeSignIn(totp.factor, { ...request.body, callerId }, originOf(request))
      return { data: signedInBody(signedIn) }
    },
  })
}
