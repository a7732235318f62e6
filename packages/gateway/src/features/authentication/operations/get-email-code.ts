import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { codePurposes, type EmailCodes } from '../email-codes.ts'

export function getEmailCode(app: Server, { emailCodes }: { emailCodes: EmailCodes }): void {
  app.route({
    method: 'GET',
    url: '/accounts/email-code',
    ...operation(
      'getEmailCode',
      {
        tags: ['Authentication'],
        summary: 'Mail a verification code',
        description:
          'Mails a six-digit code to the caller, for changes that cannot be undone. With `purpose` it is good for that operation only; without, for each of them. The mail says which. The code lives 15 minutes, allows five tries, and replaces an earlier one.',
      },
      {
        querystring: Type.Object(
          {
            purpose: Type.Optional(
              Type.Enum([...codePurposes], { description: 'The operation that will ask for the code' }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'getEmailCode', 'self')
      // A GET that does something: an answer from a cache would mail nothing.
      await emailCodes.send(principal, request.query.purpose, originOf(request))
      return { message: 'A code is on its way to your address.' }
    },
  })
}
