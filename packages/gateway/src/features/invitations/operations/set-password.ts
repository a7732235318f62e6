import { Type } from 'typebox'
import { PASSWORD_RULE } from '../../../platform/values/password-policy.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { AcceptInvitation } from '../accept-invitation.ts'

export function setPassword(app: Server, { acceptInvitation }: { acceptInvitation: AcceptInvitation }): void {
  app.route({
    method: 'POST',
    url: '/accounts/set-password',
    ...operation(
      'setPassword',
      {
        tags: ['Authentication'],
        summary: 'Accept an invitation',
        description:
          'Accepts an invitation with the token of its mail. A new user chooses a password; an existing user proves theirs. The answer has no tokens: sign in next.',
      },
      {
        body: Type.Object({
          token: Type.String({ minLength: 1, maxLength: 200, description: 'From the link in the mail' }),
          password: Type.String({
            format: 'password',
            minLength: 1,
            maxLength: 1000,
            description: `A new password (${PASSWORD_RULE}), or the current password of an existing user`,
          }),
        }),
      },
      dataOf(
        Type.Object({
          account_id: Type.String(),
          user_id: Type.String(),
          account: Type.String(),
          email: Type.String({ format: 'email' }),
        }),
        'The membership is active',
      ),
      [400, 401, 429],
    ),
    handler: async (request) => ({ data: await acceptInvitation(request.body, originOf(request)) }),
  })
}
