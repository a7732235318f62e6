import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { ExportRequest, SharedResponse } from '../schemas.ts'
import type { Sharing } from '../sharing.ts'

export function addExport(app: Server, { exports }: Pick<Sharing, 'exports'>): void {
  app.route({
    method: 'POST',
    url: '/accounts/export',
    ...operation(
      'addExport',
      {
        tags: ['Account Management'],
        summary: 'Add export',
        description:
          'Offers a stream or a service of the account to all other accounts, or to those in allowed_accounts. A subject cannot be shared twice: a subject that overlaps with an export or import of the account is refused. An account can have 100 exports.',
      },
      { body: ExportRequest },
      SharedResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { token_position: tokenPosition, allowed_accounts: allowedAccounts, ...rest } = request.body.export
      const input = { ...rest, tokenPosition, allowedAccounts }
      const { confirmed } = await exports.add(principalOf(request), input, originOf(request))
      return { message: 'The export was added.', confirmed }
    },
  })
}
