import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { parseEmail } from '../../../platform/values/email.ts'
import { PASSWORD_RULE } from '../../../platform/values/password-policy.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ResetPassword } from '../reset-password.ts'

export function resetPassword(app: Server, { resetPassword }: { resetPassword: ResetPassword }): void {
  app.route({
    method: 'POST',
    url: '/accounts/reset-password',
    ...operation(
      'resetPassword',
      {
        tags: ['Authentication'],
        summary: 'Reset or change a password',
        description:
          'With the token of a reset mail: sets the password and ends every session of the person. While signed in, with the current password, and with the MFA token if a second factor is on: changes it and ends every other session. API keys go on. A notice goes to the owner.',
      },
      {
        body: Type.Object({
          token: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: 'From the link in the mail. While signed in: the MFA token, if a second factor is on',
            }),
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
          new_password: Type.String({
            format: 'password',
            minLength: 1,
            maxLength: 1000,
            description: `The new password: ${PASSWORD_RULE}`,
          }),
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
}
