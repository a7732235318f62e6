import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { SuspensionAnswer, SuspensionRequest } from '../schemas.ts'
import type { SuspendForOperator } from '../suspend.ts'

export function suspendAccount(app: Server, { suspension }: { suspension: SuspendForOperator }): void {
  app.route({
    method: 'POST',
    url: '/operator/accounts/suspend',
    ...operation(
      'suspendAccount',
      {
        tags: ['Operator'],
        summary: 'Suspend account',
        description:
          'From the answer on, nobody can sign in to the account, its API keys and sessions are refused with `account_suspended`, and the message bus disconnects its clients. Nothing is deleted or ended: after resumeAccount, everything works as before. The subscription stays, a scheduled deletion waits, and no webhook is delivered. The root user and the administrators get a mail with the reason. Operators cannot suspend the account that they are signed in to.',
      },
      { body: SuspensionRequest },
      dataOf(SuspensionAnswer, 'The account is suspended'),
      [400, 401, 403, 409, 429],
    ),
    handler: async (request) => {
      const { name, busConfirmed } = await suspension.suspend(principalOf(request), request.body, originOf(request))
      return { data: { message: `The account “${name}” is suspended.`, bus_confirmed: busConfirmed } }
    },
  })
}
