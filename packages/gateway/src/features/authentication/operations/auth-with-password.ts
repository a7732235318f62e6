import { Type } from 'typebox'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { outcomeBody } from '../auth-response.ts'
import { AuthResponse, MfaRequiredResponse } from '../schemas.ts'
import type { SignIn } from '../sign-in.ts'

const AuthWithPasswordRequest = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    password: Type.String({ format: 'password', minLength: 1, maxLength: 1000 }),
    account: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Name of the account. Without it: the account that the person is root of, or else the only one they are in; of several that are none of those, `account_required` gives the names to choose from.',
      }),
    ),
  },
  { examples: [{ email: 'ada@example.com', password: 'correct-Horse7', account: 'acme' }] },
)

export function authWithPassword(app: Server, { signIn }: { signIn: SignIn }): void {
  app.route({
    method: 'POST',
    url: '/accounts/auth-with-password',
    ...operation(
      'authWithPassword',
      {
        tags: ['Authentication'],
        summary: 'Authenticate with password',
        description:
          'Signs a person in to one account. If a second factor is on, answers with the token of a challenge instead of the two tokens. Who is in several accounts and names none is answered `account_required` with their names, once password and second factor are right. Five wrong passwords close the way for 15 minutes.',
      },
      { body: AuthWithPasswordRequest },
      // The first alternative that fits is sent, so the one with more required members stands first.
      dataOf(Type.Union([AuthResponse, MfaRequiredResponse]), 'Signed in, or a second factor is needed'),
      [400, 401, 429],
    ),
    handler: async (request) => ({ data: outcomeBody(await signIn.withPassword(request.body, originOf(request))) }),
  })
}
