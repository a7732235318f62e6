import { Type } from 'typebox'
import { invalid } from '../../../platform/errors/refusal.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Confirmation } from '../confirmation.ts'

const ConfirmEmailRequest = Type.Object(
  {
    token: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'From the link in the mail' })),
    code: Type.Optional(
      Type.String({ minLength: 1, maxLength: 32, description: 'Ten digits from the mail, with or without the hyphen' }),
    ),
    password: Type.Optional(
      Type.String({
        format: 'password',
        minLength: 1,
        maxLength: 1000,
        description:
          'The password that will be used to sign in: that of the sign-up, or a new one (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character). With a token, a new password is always accepted; with a code, only if the request comes from the network of the sign-up.',
      }),
    ),
  },
  { oneOf: [{ required: ['token'] }, { required: ['code'] }], examples: [{ code: '12345-67890' }] },
)

export function confirmEmail(app: Server, { confirmation }: { confirmation: Confirmation }): void {
  app.route({
    method: 'POST',
    url: '/accounts/confirm-email',
    ...operation(
      'confirmEmail',
      {
        tags: ['Account Management'],
        summary: 'Confirm email',
        description:
          'Confirms an email address with the token or the code from the mail, and creates the account. Other sign-ups for the email address are deleted. Without `password`, the user gets the password of the sign-up, and the request must come from the same network as the sign-up. Token and code work once, for 48 hours. The answer has no tokens: sign in next.',
      },
      { body: ConfirmEmailRequest },
      dataOf(
        Type.Object({
          account: Type.String(),
          email: Type.String({ format: 'email' }),
          account_id: Type.String(),
          user_id: Type.String(),
        }),
        'The email address is confirmed',
      ),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const { token, code, password } = request.body
      if ((token === undefined) === (code === undefined))
        throw invalid('/body', 'must have exactly one of token and code')
      const proof = token === undefined ? { code: code ?? '' } : { token }
      return { data: await confirmation.confirm(proof, password, originOf(request)) }
    },
  })
}
