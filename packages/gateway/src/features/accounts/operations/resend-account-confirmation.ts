import { Type } from 'typebox'
import { parseEmail } from '../../../platform/values/email.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Confirmation } from '../confirmation.ts'

export function resendAccountConfirmation(app: Server, { confirmation }: { confirmation: Confirmation }): void {
  app.route({
    method: 'POST',
    url: '/accounts/resend-confirmation',
    ...operation(
      'resendAccountConfirmation',
      {
        tags: ['Account Management'],
        summary: 'Resend email confirmation',
        description:
          'Mails a new link and code for each of the newest sign-ups (at most three) that wait for this email address to be confirmed; the answer is the same if there are none. Earlier links and codes still work until their 48 hours are over.',
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254, examples: ['ada@example.com'] }) }) },
      dataOf(Type.Object({ message: Type.String() }), 'The same answer for every email address'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      await confirmation.resend(parseEmail(request.body.email, '/body/email'), originOf(request))
      return { data: { message: 'If an account waits for this address to be confirmed, a new mail is being sent.' } }
    },
  })
}
