import { Type } from 'typebox'
import type { Authenticate } from '../../../access/authenticate.ts'
import { refuseUnpaid } from '../../../access/unpaid.ts'
import { workForAccount } from '../../../platform/database/callers.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { CountingFailures } from '../../../platform/throttle/counting-failures.ts'
import { originOf } from '../../../transport/http/gate.ts'
import type { EnforceKeyLimits } from '../../../transport/http/key-limits.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { signedInBody } from '../auth-response.ts'
import { AuthResponse } from '../schemas.ts'
import type { SignIn } from '../sign-in.ts'

export function authWithApiKey(
  app: Server,
  {
    signIn,
    authenticate,
    enforceKeyLimits,
    countingFailures,
  }: {
    countingFailures: CountingFailures
    signIn: SignIn
    authenticate: Authenticate
    enforceKeyLimits: EnforceKeyLimits
  },
): void {
  app.route({
    method: 'POST',
    url: '/accounts/auth-with-api-key',
    ...operation(
      'authWithApiKey',
      {
        tags: ['Authentication', 'API Keys'],
        summary: 'Authenticate with API key',
        description:
          'Exchanges an API key for a session, which has the rights and limits of the key and is revoked with it. You do not need this to call the API: every operation accepts the key itself.',
      },
      {
        body: Type.Object({
          api_key: Type.String({ minLength: 1, maxLength: 8000, examples: ['ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'] }),
        }),
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 402, 403, 429],
    ),
    handler: async (request) => {
      const credential = { type: 'api_key' as const, secret: request.body.api_key }
      const origin = originOf(request)
      const access = await countingFailures(request.clientAddress, async () => {
        const { access: found, refusal } = await authenticate.resolve(credential, origin)
        if (!found) throw new Refusal(refusal)
        // If the access comes from the cache, it can only be a key's, because an access token has another shape.
        if (found.principal.credentialId !== found.principal.apiKeyId) throw new Refusal('unauthorized')
        return found
      })
      await enforceKeyLimits(request, access.principal, 'authWithApiKey')
      refuseUnpaid(access.principal, 'authWithApiKey')
      const { accountId } = access.principal
      const signedIn = await workForAccount(accountId, () => signIn.withApiKey(access, origin))
      return { data: signedInBody(signedIn) }
    },
  })
}
