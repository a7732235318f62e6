import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ImportsAndExports } from '../list.ts'
import { ImportsExports } from '../schemas.ts'
import type { Sharing } from '../sharing.ts'

export function listImportsExports(app: Server, sharing: Pick<Sharing, 'listImportsExports'>): void {
  app.route({
    method: 'GET',
    url: '/accounts/imports-exports',
    ...operation(
      'listImportsExports',
      {
        tags: ['Account Management'],
        summary: 'List imports and exports',
        description:
          'Lists the exports and imports of the account, including broken imports, in the order of their names.',
      },
      {},
      dataOf(ImportsExports, 'Imports and exports'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: toBody(await sharing.listImportsExports(principalOf(request))) }),
  })
}

function toBody({ key, exports, imports }: ImportsAndExports) {
  return {
    account_key: key,
    exports: exports.map((one) => ({
      ...common(one),
      allowed_accounts: one.allowedAccounts === null ? null : [...one.allowedAccounts],
      importers: one.importers,
    })),
    imports: imports.map((one) => ({
      ...common(one),
      local_subject: one.localSubject,
      account: one.exporterId,
      account_name: one.exporterName,
      status: one.exporterName === null ? ('broken' as const) : ('active' as const),
    })),
  }
}

function common(one: ImportsAndExports['exports'][number] | ImportsAndExports['imports'][number]) {
  return {
    name: one.name,
    subject: one.subject,
    type: one.type,
    token_position: one.tokenPosition,
    created_on: new Date(one.createdAt).toISOString(),
  }
}
