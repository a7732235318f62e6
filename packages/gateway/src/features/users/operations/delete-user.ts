import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { DeleteUser } from '../delete-user.ts'

export function deleteUser(app: Server, { deleteUser: deleteCaller }: { deleteUser: DeleteUser }): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/user',
    ...operation(
      'deleteUser',
      {
        tags: ['User Management'],
        summary: 'Delete user',
        description:
          "Deletes the caller's user permanently, with a mailed code: from every account, with its sessions, API keys and factors. The accounts are kept. The root user of an account must delete that account first.",
      },
      {
        querystring: Type.Object(
          {
            email_code: Type.Optional(
              Type.String({
                minLength: 1,
                maxLength: 32,
                description: 'Six digits, mailed by GET /accounts/email-code',
              }),
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
      permit(principal, 'deleteUser', 'self')
      const { email_code: code } = request.query
      // The contract makes the code optional; this gateway requires it, because a deletion cannot be undone.
      if (code === undefined) throw invalid('/querystring/email_code', 'must be the code from the mail')
      await deleteCaller(principal, code, originOf(request))
      return { message: 'Your user was deleted.' }
    },
  })
}
