import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { credentialPrincipalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Introspect } from '../introspect.ts'
import { Introspection, IntrospectionBatch } from '../schemas.ts'

const BODY_LIMIT_BYTES = 524_288

export function introspectTokens(app: Server, { introspect }: { introspect: Introspect }): void {
  app.route({
    method: 'POST',
    url: '/introspect/batch',
    bodyLimit: BODY_LIMIT_BYTES,
    ...operation(
      'introspectTokens',
      {
        tags: ['Verification'],
        summary: 'Introspect many tokens',
        description: 'Does the same for up to 100 tokens in one call, and answers in their order.',
      },
      { body: IntrospectionBatch },
      dataOf(Type.Array(Introspection), 'One answer for each token, in the order of the request'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = credentialPrincipalOf(request)
      permit(principal, 'introspectTokens', 'account')
      return { data: await introspect(principal, request.body.tokens) }
    },
  })
}
