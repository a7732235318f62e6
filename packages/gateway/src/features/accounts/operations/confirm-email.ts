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
          'The password that counts from then on: that of the sign-up, or a new one (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character). With a code, a new one takes a request from the network that the sign-up came from; with a token it does not.',
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
          'Confirms an address with the token or the code of the mail, and opens the account. Other sign-ups for that address are dropped, and only this password works. Without `password` that of the sign-up counts; this takes a request from the network that the sign-up came from. Token and code work once and for 48 hours. No tokens are returned: sign in next.',
      },
      { body: ConfirmEmailRequest },
      dataOf(
        Type.Object({
          account: Type.String(),
          email: Type.String({ format: 'email' }),
          account_id: Type.String(),
          user_id: Type.String(),
        }),
        'The address is confirmed',
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
