import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { SuspensionAnswer, SuspensionRequest } from '../schemas.ts'
import type { SuspendForOperator } from '../suspend.ts'

export function resumeAccount(app: Server, { suspension }: { suspension: SuspendForOperator }): void {
  app.route({
    method: 'POST',
    url: '/operator/accounts/resume',
    ...operation(
      'resumeAccount',
      {
        tags: ['Operator'],
        summary: 'Resume account',
        description:
          'Ends a suspension: sessions, API keys and creds of the account work as before, unless they have expired meanwhile. A deletion that was scheduled, and whose date has come or is near, is put off until three days from now. The root user and the administrators get a mail with the reason.',
      },
      { body: SuspensionRequest },
      dataOf(SuspensionAnswer, 'The account works again'),
      [400, 401, 403, 409, 429],
    ),
    handler: async (request) => {
      const { name, busConfirmed } = await suspension.resume(principalOf(request), request.body, originOf(request))
      return { data: { message: `The account “${name}” works again.`, bus_confirmed: busConfirmed } }
    },
  })
}
