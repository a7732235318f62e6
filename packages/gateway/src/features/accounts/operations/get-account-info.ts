import { Type } from 'typebox'
import type { PublicAccount } from '../../../access/public-account.ts'
import { accountOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { version } from '../../../transport/http/preconditions.ts'
import { createPreparedAnswers } from '../../../transport/http/prepared.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AccountPublicInfo } from '../../../transport/http/shared-schemas.ts'
import { versionOfAccount } from '../settings.ts'

const AccountInfo = Type.Object({ ...AccountPublicInfo.properties, version }, { title: 'AccountInfo' })

export function getAccountInfo(app: Server): void {
  const send = createPreparedAnswers((account: PublicAccount) => ({
    data: { ...account, version: versionOfAccount(account) },
  }))
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
      dataOf(AccountInfo, 'The account'),
      [401, 403, 429],
    ),
    handler: (request, reply) => send(reply, accountOf(request)),
  })
}
