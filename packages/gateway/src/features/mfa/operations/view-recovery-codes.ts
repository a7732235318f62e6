import type { Targets } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { RecoveryCodes } from '../recovery-codes.ts'
import { recoveryCodes as codeList, OptionalEmailAndMfaToken } from '../schemas.ts'

type Deps = { targets: Targets; recoveryCodes: RecoveryCodes }

export function viewRecoveryCodes(app: Server, { targets, recoveryCodes }: Deps): void {
  app.route({
    method: 'GET',
    url: '/accounts/recovery-codes',
    ...operation(
      'viewRecoveryCodes',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'View recovery codes',
        description:
          'Returns the remaining recovery codes. The root user and administrators may read those of members who are only in this account. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      { querystring: OptionalEmailAndMfaToken },
      dataOf(codeList, 'The codes; an empty list if there are none'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'viewRecoveryCodes', request.query.email)
      return { data: await recoveryCodes.view(principal, target, request.query.mfa_token, originOf(request)) }
    },
  })
}
