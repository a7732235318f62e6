import { Type } from 'typebox'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { signedInBody } from '../../authentication/auth-response.ts'
import { AuthResponse } from '../../authentication/schemas.ts'
import type { PasskeySignIn } from '../passkey-sign-in.ts'
import { challengeToken, credential, LONGEST_ASSERTION, passkeyAccount } from '../schemas.ts'

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
          'Signs in with what the browser got from the passkey. Alone it has to have verified its user, and nothing else is asked; with the token of a challenge it is the second factor, and the token then serves once more, within five minutes, where a change asks for the MFA token.',
      },
      {
        body: Type.Object({
          credential: credential('What navigator.credentials.get gave, in JSON', LONGEST_ASSERTION),
          account: passkeyAccount,
          token: Type.Optional(challengeToken),
          email: Type.Optional(
            Type.String({ minLength: 1, maxLength: 254, description: 'Has to be the address it was begun with' }),
          ),
        }),
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const callerId = request.access?.principal.userId
      const signedIn = await passkeySignIn.complete({ ...request.body, callerId }, originOf(request))
      return { data: signedInBody(signedIn) }
    },
  })
}
