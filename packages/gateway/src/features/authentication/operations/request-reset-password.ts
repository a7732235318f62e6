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
          'Mails a link for choosing a new password, if somebody with a password and a confirmed address has it; the answer is the same if not. The link lives 15 minutes, and newer ones leave it alone. Mails to one address are bounded: within a minute none is sent, and beyond twenty a day the newest link lives for another 15 minutes instead.',
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }) }) },
      MessageResponse,
      [400, 401, 429],
    ),
    handler: async (request) => {
      await resetPassword.request(parseEmail(request.body.email, '/body/email'), originOf(request))
      return {
        message:
          'If somebody signs in with this address, a mail is on its way. If none comes, use the newest one that you have: its link is good.',
      }
    },
  })
}
