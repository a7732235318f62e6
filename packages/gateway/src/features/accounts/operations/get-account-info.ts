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
  const answers = createPreparedAnswers((account: PublicAccount) => ({
    data: { ...account, version: versionOfAccount(account) },
  }))
  const route = operation(
    'getAccountInfo',
    {
      tags: ['Account Management'],
      summary: 'Get account information',
      description: 'Returns the account that the credential belongs to. Nothing in it is secret.',
    },
    {},
    dataOf(AccountInfo, 'The account'),
    [401, 403, 429],
  )
  app.route({
    method: 'GET',
    url: '/accounts/info',
    ...route,
    config: { ...route.config, atOnce: ({ account }) => answers.known(account) },
    handler: (request, reply) => answers.send(reply, accountOf(request)),
  })
}
