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
          'Deletes the account at once, or in 14 days; until then everything works, and the deletion can be cancelled. The deletion revokes all sessions and deletes all API keys. Nobody can sign in to the account any more, and its name becomes free. The users are kept. The operator of the gateway can restore the account for a year. Only the root user may do this, with a mailed code.',
      },
      {
        body: Type.Object(
          {
            email_code: emailCode,
            in_14_days: Type.Optional(
              Type.Boolean({
                description:
                  'Whether to delete the account only in 14 days; if a date is set already, it does not change',
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
                'If the account is deleted at once: true if the message bus has confirmed that nobody has access any more; false if it will confirm this as soon as it can be reached; null if this gateway has no message bus',
            }),
          ),
        }),
        'The account is deleted, or its deletion is scheduled',
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
          message: in14Days ? `The account is going to be deleted on ${date}.` : 'The account was deleted.',
          deletion_date: date,
          ...(credsRevoked !== undefined && { creds_revoked: credsRevoked }),
        },
      }
    },
  })
}
