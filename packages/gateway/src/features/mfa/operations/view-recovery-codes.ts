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
          'The recovery codes that are left. Root and administrators may see those of members who are in this account alone. The owner gets a mail. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { querystring: OptionalEmailAndMfaToken },
      dataOf(codeList, 'The codes; none if there are none'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'viewRecoveryCodes', request.query.email)
      return { data: await recoveryCodes.view(principal, target, request.query.mfa_token, originOf(request)) }
    },
  })
}
