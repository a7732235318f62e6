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
          'Mails a six-digit code to the caller, for changes that cannot be undone. With `purpose`, the code works only for that operation, and the mail names it; without `purpose`, it works for every operation that asks for a code. The code works for 15 minutes, allows five tries, and replaces an earlier code.',
      },
      {
        querystring: Type.Object(
          {
            purpose: Type.Optional(
              Type.Enum([...codePurposes], { description: 'The operation for which the code will be used' }),
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
      // This GET has an effect, so its answer must not come from a cache.
      await emailCodes.send(principal, request.query.purpose, originOf(request))
      return { message: 'A code is being sent to your email address.' }
    },
  })
}
