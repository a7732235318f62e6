import { Type } from 'typebox'
import { parseEmail } from '../../../platform/values/email.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ResetPassword } from '../reset-password.ts'

export function requestResetPassword(app: Server, { resetPassword }: { resetPassword: ResetPassword }): void {
  app.route({
    method: 'POST',
    url: '/accounts/request-reset-password',
    ...operation(
      'requestResetPassword',
      {
        tags: ['Authentication'],
        summary: 'Request a password reset',
        description:
          'Mails a link to choose a new password, if a user with a password has this email address and has confirmed it; the answer is the same if not. The link works for 15 minutes, and newer links do not replace it. At most one mail a minute is sent to one email address. After twenty mails in a day no more are sent; instead, each further request makes the newest link work for another 15 minutes.',
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }) }) },
      MessageResponse,
      [400, 401, 429],
    ),
    handler: async (request) => {
      await resetPassword.request(parseEmail(request.body.email, '/body/email'), originOf(request))
      return {
        message:
          'If a user has this address, a mail is being sent. If none arrives, use the newest mail that you have: its link still works.',
      }
    },
  })
}
