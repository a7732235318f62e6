import { Type } from 'typebox'
import { permit } from '../../access/targets.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import { parseEmail } from '../../platform/values/email.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { SetPassword } from '../invitations/set-password.ts'
import type { ResetPassword } from './reset-password.ts'

const tags: Tag[] = ['Authentication']

const NEW_PASSWORD =
  '8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character'
const newPassword = Type.String({
  format: 'password',
  minLength: 1,
  maxLength: 1000,
  description: `The new password: ${NEW_PASSWORD}`,
})
const token = (description: string) => Type.String({ minLength: 1, maxLength: 200, description })

export function passwordRoutes(
  app: Server,
  { resetPassword, setPassword }: { resetPassword: ResetPassword; setPassword: SetPassword },
): void {
  app.route({
    method: 'POST',
    url: '/accounts/request-reset-password',
    ...operation(
      'requestResetPassword',
      {
        tags,
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

  app.route({
    method: 'POST',
    url: '/accounts/reset-password',
    ...operation(
      'resetPassword',
      {
        tags,
        summary: 'Reset or change a password',
        description:
          'With the token of a reset mail: sets the password and ends every session of the person. While signed in, with the current password, and with the MFA token if a second factor is on: changes it and ends every other session. API keys go on. A notice goes to the owner.',
      },
      {
        body: Type.Object({
          token: Type.Optional(
            token('From the link in the mail. While signed in: the MFA token, if a second factor is on'),
          ),
          email: Type.Optional(
            Type.String({
              format: 'email',
              minLength: 1,
              maxLength: 254,
              description: 'With a token: has to be the address that it was mailed to',
            }),
          ),
          password: Type.Optional(
            Type.String({
              format: 'password',
              minLength: 1,
              maxLength: 1000,
              description: 'The current password; while signed in',
            }),
          ),
          new_password: newPassword,
          end_new_keys: Type.Optional(
            Type.Boolean({
              description:
                'With a token: also ends the API keys of the person that were issued since their last sign-in from a known place; the mail names them. Keys of an account stay. An addition to the contract.',
            }),
          ),
        }),
      },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { token, email, password, new_password: chosen, end_new_keys: endNewKeys } = request.body
      if (request.access) {
        const principal = principalOf(request)
        permit(principal, 'resetPassword:signedIn', 'self')
        if (password === undefined) throw invalid('/body/password', 'must be the current password')
        const input = { password, newPassword: chosen, mfaToken: token }
        await resetPassword.signedIn(principal, input, originOf(request))
        return { message: 'The password is changed; your other sessions are ended.' }
      }
      if (token === undefined) throw invalid('/body/token', 'must be the token of the reset mail')
      const mailed = {
        token,
        newPassword: chosen,
        endNewKeys,
        email: email === undefined ? undefined : parseEmail(email, '/body/email'),
      }
      await resetPassword.withLink(mailed, originOf(request))
      return { message: 'The password is set. Sign in with it.' }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/set-password',
    ...operation(
      'setPassword',
      {
        tags,
        summary: 'Accept an invitation',
        description:
          'Accepts an invitation with the token of its mail. A new person chooses a password; a person who has one proves it. No tokens are returned: sign in next.',
      },
      {
        body: Type.Object({
          token: token('From the link in the mail'),
          password: Type.String({
            format: 'password',
            minLength: 1,
            maxLength: 1000,
            description: `A new password (${NEW_PASSWORD}), or the one that the person has`,
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
    handler: async (request) => ({ data: await setPassword(request.body, originOf(request)) }),
  })
}
