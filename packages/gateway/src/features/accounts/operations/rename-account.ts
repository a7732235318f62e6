import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { RenameAccount } from '../rename.ts'
import { emailCode } from '../schemas.ts'

export function renameAccount(app: Server, { rename }: { rename: RenameAccount }): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/rename',
    ...operation(
      'renameAccount',
      {
        tags: ['Account Management'],
        summary: 'Rename account',
        description:
          "Renames the account. Only the root user may do this, with a mailed code. The old name stops working at once. Every session of every member is revoked, also the caller's, and each member gets a mail. API keys still work. If another account has the name, the answer is 409, and the same code can be used again.",
      },
      {
        body: Type.Object({
          new_name: Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'The new name, 1–64 characters; upper and lower case and surrounding spaces do not matter',
            examples: ['new-acme'],
          }),
          email_code: emailCode,
        }),
      },
      MessageResponse,
      [400, 401, 403, 409, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'renameAccount', 'account')
      const { new_name: newName, email_code: code } = request.body
      await rename(principal, { newName, emailCode: code }, originOf(request))
      return { message: 'The account was renamed, and all its sessions were revoked. Sign in again.' }
    },
  })
}
