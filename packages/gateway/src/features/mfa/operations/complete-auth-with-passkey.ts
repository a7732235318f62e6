import { Type } from 'typebox'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { signedInBody } from '../../authentication/auth-response.ts'
import { AuthResponse } from '../../authentication/schemas.ts'
import type { PasskeySignIn } from '../passkey-sign-in.ts'
import { challengeToken, credential, LONGEST_ASSERTION, passkeyAccount } from '../schemas.ts'

export const CompleteAuthWithPasskeyRequest = Type.Object({
  credential: credential('The result of navigator.credentials.get, in JSON', LONGEST_ASSERTION),
  account: passkeyAccount,
  token: Type.Optional(challengeToken),
  email: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'If sent, it must be the email address with which the sign-in began',
    }),
  ),
})

export function completeAuthWithPasskey(app: Server, { passkeySignIn }: { passkeySignIn: PasskeySignIn }): void {
  app.route({
    method: 'POST',
    url: '/accounts/complete-auth-with-passkey',
    ...operation(
      'completeAuthWithPasskey',
      {
        tags: ['Authentication', 'Multi-Factor Authentication'],
        summary: 'Complete passkey authentication',
        description:
          'Signs in with what the browser got from the passkey. Without a challenge token, the passkey is the only factor and must have verified its user. With a challenge token, the passkey is the second factor. For five minutes after that, the challenge token can be used once more: as the MFA token that some changes ask for.',
      },
      {
        body: CompleteAuthWithPasskeyRequest,
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const callerId = request.access?.principal.userId
      const signedIn = await passkeySignIn.complete({ ...request.body, callerId }, originOf(request))
      return { data: signedInBody(signedIn) }
    },
  })
}
