import { Type } from 'typebox'
import { parseEmail } from '../../../platform/values/email.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { PasskeySignIn } from '../passkey-sign-in.ts'
import { CredentialAssertion, passkeyAccount } from '../schemas.ts'

export function beginAuthWithPasskey(app: Server, { passkeySignIn }: { passkeySignIn: PasskeySignIn }): void {
  app.route({
    method: 'POST',
    url: '/accounts/begin-auth-with-passkey',
    ...operation(
      'beginAuthWithPasskey',
      {
        tags: ['Authentication', 'Multi-Factor Authentication'],
        summary: 'Begin passkey authentication',
        description:
          'Returns the options for navigator.credentials.get, on a page of APP_ORIGINS, to sign in with a passkey alone or as the second factor. The answer looks the same for everybody: it does not tell whether a user or a passkey exists.',
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }), account: passkeyAccount }) },
      dataOf(CredentialAssertion, 'PublicKeyCredentialRequestOptionsJSON'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const { email: address, account: name } = request.body
      return { data: await passkeySignIn.begin({ email: parseEmail(address, '/body/email'), account: name }) }
    },
  })
}
