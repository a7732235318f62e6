import type { PublicAccount } from '../../../access/public-account.ts'
import { accountOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { createPreparedAnswers } from '../../../transport/http/prepared.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AccountPublicInfo } from '../../../transport/http/shared-schemas.ts'

export function getAccountInfo(app: Server): void {
  const send = createPreparedAnswers((data: PublicAccount) => ({ data }))
  app.route({
    method: 'GET',
    url: '/accounts/info',
    ...operation(
      'getAccountInfo',
      {
        tags: ['Account Management'],
        summary: 'Get account information',
        description: 'Returns the account that the credential belongs to. Nothing in it is secret.',
      },
      {},
      dataOf(AccountPublicInfo, 'The account'),
      [401, 403, 429],
    ),
    handler: (request, reply) => send(reply, accountOf(request)),
  })
}
