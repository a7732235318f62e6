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
          'With the token of a reset mail: sets the password and revokes every session of the user. For a signed-in user, with the current password, and with the MFA token if a second factor is switched on: changes the password and revokes every other session. API keys still work. The user gets a mail.',
      },
      {
        body: Type.Object({
          token: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description:
                'From the link in the mail. For a signed-in user: the MFA token, if a second factor is switched on',
            }),
          ),
          email: Type.Optional(
            Type.String({
              format: 'email',
              minLength: 1,
              maxLength: 254,
              description: 'With a token: it must be the email address that the mail went to',
            }),
          ),
          password: Type.Optional(
            Type.String({
              format: 'password',
              minLength: 1,
              maxLength: 1000,
              description: 'The current password, for a signed-in user',
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
                'With a token: also deletes the API keys of the user that were issued after their last sign-in from a known place; the mail names them. Keys of the account are kept. This field is an addition to the contract.',
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
        return { message: 'The password was changed, and your other sessions were revoked.' }
      }
      if (token === undefined) throw invalid('/body/token', 'must be the token from the reset mail')
      const mailed = {
        token,
        newPassword: chosen,
        endNewKeys,
        email: email === undefined ? undefined : parseEmail(email, '/body/email'),
      }
      await resetPassword.withLink(mailed, originOf(request))
      return { message: 'The password was set. Sign in with it.' }
    },
  })
}
