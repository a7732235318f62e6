import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { DeleteAccount } from '../delete.ts'
import { emailCode } from '../schemas.ts'

export function deleteAccount(app: Server, { deletion }: { deletion: DeleteAccount }): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/account',
    ...operation(
      'deleteAccount',
      {
        tags: ['Account Management'],
        summary: 'Delete account',
        description:
          'Deletes the account, for its root user with a mailed code: at once, or in 14 days, until when everything goes on and the deletion can be cancelled. Sessions and API keys end, nobody can sign in to it any more, and its name is free. The users stay. For a year the operator of the gateway can restore it.',
      },
      {
        body: Type.Object(
          {
            email_code: emailCode,
            in_14_days: Type.Optional(
              Type.Boolean({
                description: 'Whether to wait 14 days; a date that is set already stays',
                default: false,
              }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      dataOf(
        Type.Object({
          message: Type.String(),
          deletion_date: Type.String({ format: 'date-time' }),
          creds_revoked: Type.Optional(
            Type.Union([Type.Boolean(), Type.Null()], {
              description:
                'When it is deleted at once: whether the message bus has confirmed that nobody gets in any more; false: it will as soon as it can be reached; null: this gateway has no message bus',
            }),
          ),
        }),
        'The account is deleted, or will be',
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'deleteAccount', 'account')
      const { email_code: code, in_14_days: in14Days = false } = request.body
      const { deletionDate, credsRevoked } = await deletion.delete(
        principal,
        { emailCode: code, in14Days },
        originOf(request),
      )
      const date = new Date(deletionDate).toISOString()
      return {
        data: {
          message: in14Days ? `The account is going to be deleted on ${date}.` : 'The account is deleted.',
          deletion_date: date,
          ...(credsRevoked !== undefined && { creds_revoked: credsRevoked }),
        },
      }
    },
  })
}
