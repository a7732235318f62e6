import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, operation } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { ImportsAndExports } from './list.ts'
import { ByName, ExportRequest, ImportRequest, ImportsExports, SharedResponse } from './schemas.ts'
import type { Sharing } from './sharing.ts'

const tags = ['Account Management' as const]

export function sharingRoutes(app: Server, { exports, imports, listImportsExports }: Sharing): void {
  app.route({
    method: 'POST',
    url: '/accounts/export',
    ...operation(
      'addExport',
      {
        tags,
        summary: 'Add export',
        description:
          'Offers a stream or a service of the account to other accounts, all of them or those named in allowed_accounts. No subject is shared twice: one that overlaps with an export or import of the account is refused. At most 100.',
      },
      { body: ExportRequest },
      SharedResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { token_position: tokenPosition, allowed_accounts: allowedAccounts, ...rest } = request.body.export
      const input = { ...rest, tokenPosition, allowedAccounts }
      const { confirmed } = await exports.add(principalOf(request), input, originOf(request))
      return { message: 'The export was added.', confirmed }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/export',
    ...operation(
      'removeExport',
      {
        tags,
        summary: 'Remove export',
        description:
          'Withdraws an export: nothing reaches its importers any more. Their imports stay listed, as broken, and work again when a fitting export is added.',
      },
      { body: ByName },
      SharedResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { confirmed } = await exports.remove(principalOf(request), request.body.name.trim(), originOf(request))
      return { message: 'The export was removed.', confirmed }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/import',
    ...operation(
      'addImport',
      {
        tags,
        summary: 'Add import',
        description:
          "Lets the account's clients receive a stream or call a service of another account, which has to export it. What is imported cannot be exported again. At most 100.",
      },
      { body: ImportRequest },
      SharedResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { token_position: tokenPosition, local_subject: localSubject, ...rest } = request.body.import
      const input = { ...rest, tokenPosition, localSubject }
      const { confirmed } = await imports.add(principalOf(request), input, originOf(request))
      return { message: 'The import was added.', confirmed }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/import',
    ...operation(
      'removeImport',
      {
        tags,
        summary: 'Remove import',
        description: 'Ends an import: nothing flows any more. The exporting account is untouched.',
      },
      { body: ByName },
      SharedResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { confirmed } = await imports.remove(principalOf(request), request.body.name.trim(), originOf(request))
      return { message: 'The import was removed.', confirmed }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/imports-exports',
    ...operation(
      'listImportsExports',
      {
        tags,
        summary: 'List imports and exports',
        description: 'What the account shares with others, by name; broken imports too.',
      },
      {},
      dataOf(ImportsExports, 'Imports and exports'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: toBody(await listImportsExports(principalOf(request))) }),
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
