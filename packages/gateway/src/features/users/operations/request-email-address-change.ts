import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { parseEmail } from '../../../platform/values/email.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ChangeAddress } from '../address/change-address.ts'

export function requestEmailAddressChange(app: Server, { changeAddress }: { changeAddress: ChangeAddress }): void {
  app.route({
    method: 'POST',
    url: '/accounts/request-email-address-change',
    ...operation(
      'requestEmailAddressChange',
      {
        tags: ['User Management'],
        summary: 'Request email address change',
        description:
          "Mails a link to the caller's current email address. That link sends a second link to the new email address, which completes the change. Each link works for 24 hours; a new request replaces an earlier one. If another user has the new email address, only that user is told.",
      },
      {
        body: Type.Object({
          new_email: Type.String({ format: 'email', maxLength: 254, description: 'New email address' }),
          password: Type.Optional(
            Type.String({
              format: 'password',
              minLength: 1,
              maxLength: 1000,
              description: 'Current password; required if the user has one',
            }),
          ),
          token: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: 'The MFA token; required if a second factor is switched on',
            }),
          ),
        }),
      },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'requestEmailAddressChange', 'self')
      const { new_email: typed, password, token } = request.body
      const newEmail = parseEmail(typed, '/body/new_email')
      await changeAddress.request(principal, { newEmail, password, token }, originOf(request))
      return { message: 'A mail with a link is being sent to your current address.' }
    },
  })
}
