import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { RecoveryCodes } from '../recovery-codes.ts'
import { recoveryCodes as codeList, OptionalEmailAndMfaToken } from '../schemas.ts'

type Deps = { targets: Targets; recoveryCodes: RecoveryCodes }

export function issueRecoveryCodes(app: Server, { targets, recoveryCodes }: Deps): void {
  app.route({
    method: 'POST',
    url: '/accounts/recovery-codes',
    ...operation(
      'issueRecoveryCodes',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Issue recovery codes',
        description:
          'Issues ten new recovery codes; earlier codes no longer work. A second factor must be switched on. The root user and administrators may do this for members who are only in this account. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      { body: Type.Optional(OptionalEmailAndMfaToken) },
      dataOf(codeList, 'The codes'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'issueRecoveryCodes', request.body.email)
      return { data: await recoveryCodes.issue(principal, target, request.body.mfa_token, originOf(request)) }
    },
  })
}
