import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { presentedKey } from '../../../transport/http/idempotency.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ReadCreds } from '../read-creds.ts'

export function getApiCreds(app: Server, { readCreds }: { readCreds: ReadCreds }): void {
  app.route({
    method: 'GET',
    url: '/accounts/api-creds',
    ...operation(
      'getApiCreds',
      {
        tags: ['API Keys'],
        summary: 'Get API credentials',
        description:
          'Returns the creds file of a live key of the caller. The whole key is needed, because the creds are sealed under it. If the key itself makes the call, in either header, the query may leave it out.',
      },
      {
        querystring: Type.Object(
          {
            key: Type.String({
              minLength: 1,
              maxLength: 8000,
              description: 'The whole API key',
              examples: ['ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'],
            }),
            format: Type.Optional(
              Type.Enum(['quiva', 'nats'], {
                description: 'Labels of the blocks: those of quiva.ai, or those that every NATS client knows',
                default: 'quiva',
              }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      dataOf(Type.String(), 'The text of the creds file'),
      [400, 401, 403, 404, 429],
    ),
    preValidation: async (request) => {
      // A header may replace the query parameter, because queries end up in logs. X-Api-Key comes first: if
      // Authorization has a session, X-Api-Key names the key that is meant.
      const { 'x-api-key': header } = request.headers
      const query = request.query as { key?: string }
      const key = query.key ?? (typeof header === 'string' ? header : presentedKey(request))
      if (key !== undefined) query.key = key
    },
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'getApiCreds', 'self')
      return {
        data: await readCreds(
          principal,
          { key: request.query.key, labels: request.query.format ?? 'quiva' },
          originOf(request),
        ),
      }
    },
  })
}
