import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { DeleteAccount } from '../delete.ts'

export function cancelAccountDeletion(app: Server, { deletion }: { deletion: DeleteAccount }): void {
  app.route({
    method: 'POST',
    url: '/accounts/cancel-account-deletion',
    ...operation(
      'cancelAccountDeletion',
      {
        tags: ['Account Management'],
        summary: 'Cancel account deletion',
        description: 'Cancels a scheduled deletion before its date. Only the root user may do this.',
      },
      {},
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'cancelAccountDeletion', 'account')
      await deletion.cancel(principal, originOf(request))
      return { message: 'The deletion was cancelled.' }
    },
  })
}
