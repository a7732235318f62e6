import { Type } from 'typebox'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { outcomeBody } from '../auth-response.ts'
import { AuthResponse, MfaRequiredResponse } from '../schemas.ts'
import type { SignIn } from '../sign-in.ts'

export const AuthWithPasswordRequest = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    password: Type.String({ format: 'password', minLength: 1, maxLength: 1000 }),
    account: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Name of the account. Default: the account whose root the user is, or else their only account; if there is neither, the answer is `account_required` with the names.',
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
          'Signs a user in to one account. If a second factor is switched on, the answer has a challenge token instead of the access token and the refresh token. If the request names no account, the account is the one whose root the user is, or else their only one. If they are the root of none and a member of several, the answer is `account_required` with the names, after the password and the second factor were right. After five wrong passwords, sign-in is closed for 15 minutes.',
      },
      { body: AuthWithPasswordRequest },
      // The serializer uses the first alternative that fits, so the one with more required fields comes first.
      dataOf(Type.Union([AuthResponse, MfaRequiredResponse]), 'Signed in, or a second factor is needed'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => ({ data: outcomeBody(await signIn.withPassword(request.body, originOf(request))) }),
  })
}
