import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { ImportRequest, SharedResponse } from '../schemas.ts'
import type { Sharing } from '../sharing.ts'

export function addImport(app: Server, { imports }: Pick<Sharing, 'imports'>): void {
  app.route({
    method: 'POST',
    url: '/accounts/import',
    ...operation(
      'addImport',
      {
        tags: ['Account Management'],
        summary: 'Add import',
        description:
          'Lets the clients of the account receive a stream or call a service that another account exports. An imported subject cannot be exported again. An account can have 100 imports.',
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
}
