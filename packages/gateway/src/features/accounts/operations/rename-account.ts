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
          "Gives the account another name, for its root user with a mailed code. The old name stops working at once; every session of every member ends, the caller's too, and each gets a mail. API keys go on. A name that another account has is a 409, after which the same code may be used again.",
      },
      {
        body: Type.Object({
          new_name: Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'The new name, 1–64 characters; case and surrounding spaces do not count',
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
      return { message: 'The account is renamed and everybody in it is signed out. Sign in again.' }
    },
  })
}
