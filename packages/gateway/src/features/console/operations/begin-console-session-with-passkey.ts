import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { CredentialAssertion } from '../../mfa/schemas.ts'
import type { ConsoleDeps } from '../routes.ts'
import { OWN_PAGES_ONLY } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'passkeySignIn'>

export function beginConsoleSessionWithPasskey(app: Server, { forOwnPages, passkeySignIn }: Deps): void {
  app.route({
    method: 'POST',
    url: '/console/session/begin-passkey',
    ...forOwnPages(
      operation(
        'beginConsoleSessionWithPasskey',
        {
          tags: ['Console'],
          summary: 'Begin a sign-in with a passkey, without an address',
          description: `Returns the options for navigator.credentials.get with which the browser offers the passkeys that it knows, also from the address field’s autofill (\`mediation: 'conditional'\`). They name no passkey and nobody, work for five minutes and once, and only for a passkey alone, which must verify its user. POST /console/session/passkey completes the sign-in. ${OWN_PAGES_ONLY}`,
        },
        { body: Type.Optional(Type.Object({}, { ...KNOWN_ONLY, examples: [{}] })) },
        dataOf(CredentialAssertion, 'PublicKeyCredentialRequestOptionsJSON'),
        [400, 401, 403, 429],
      ),
    ),
    handler: async () => ({ data: await passkeySignIn.beginForAnybody() }),
  })
}
