import { Type } from 'typebox'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { signedInBody } from '../../authentication/auth-response.ts'
import { AuthResponse } from '../../authentication/schemas.ts'
import type { CodeSignIn } from '../code-sign-in.ts'
import type { RecoveryCodes } from '../recovery-codes.ts'
import { accountOfSecondHalf, challengeToken } from '../schemas.ts'

type Deps = { recoveryCodes: RecoveryCodes; codeSignIn: CodeSignIn }

export const AuthWithRecoveryCodeRequest = Type.Object({
  token: challengeToken,
  code: Type.String({ minLength: 1, maxLength: 40, examples: ['ABCD-1234'] }),
  account: accountOfSecondHalf,
})

export function authWithRecoveryCode(app: Server, { recoveryCodes, codeSignIn }: Deps): void {
  app.route({
    method: 'POST',
    url: '/accounts/auth-with-recovery-code',
    ...operation(
      'authWithRecoveryCode',
      {
        tags: ['Authentication', 'Multi-Factor Authentication'],
        summary: 'Authenticate with recovery code',
        description:
          'Completes a sign-in with a recovery code, which can be used only once. Upper and lower case, spaces and hyphens do not matter. A challenge accepts five tries. The user gets a mail that says how many codes are left.',
      },
      {
        body: AuthWithRecoveryCodeRequest,
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const callerId = request.access?.principal.userId
      const signedIn = await codeSignIn(recoveryCodes.factor, { ...request.body, callerId }, originOf(request))
      return { data: signedInBody(signedIn) }
    },
  })
}
