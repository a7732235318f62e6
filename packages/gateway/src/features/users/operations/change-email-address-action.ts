import { Type } from 'typebox'
import { originOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ChangeAddress } from '../address/change-address.ts'

export function changeEmailAddressAction(app: Server, { changeAddress }: { changeAddress: ChangeAddress }): void {
  app.route({
    method: 'POST',
    url: '/accounts/change-email-address-action',
    ...operation(
      'changeEmailAddressAction',
      {
        tags: ['User Management'],
        summary: 'Complete email address change',
        description:
          'The link in the mail to the old email address has a token: with it, this operation allows the change and mails a second link to the new email address. With the token of the second link, it completes the change and revokes every other session of the user. API keys still work.',
      },
      {
        body: Type.Object({
          token: Type.String({ minLength: 1, maxLength: 200, description: 'From the link in the mail' }),
        }),
      },
      MessageResponse,
      [400, 401, 429],
    ),
    handler: async (request) => {
      const outcome = await changeAddress.follow(request.body.token, originOf(request))
      if (outcome === 'approved')
        return { message: 'The change was allowed. A mail with a second link is being sent to the new address.' }
      return { message: 'The address was changed. Sign in with the new address.' }
    },
  })
}
