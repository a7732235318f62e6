import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { credentialPrincipalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Listed } from '../list.ts'
import type { Verifiers } from '../verifiers.ts'

const Holder = Type.Object(
  {
    id: Type.String({
      description: 'Of the connection; receipts name it',
      examples: ['hol_01kc9f3m8e7q1v5t2x4y6z8a0b'],
    }),
    kind: Type.Enum(['verifier', 'edge'], { description: 'edge: it answers proxies' }),
    name: Type.String({ description: 'As it calls itself', examples: ['orders, eu-3'] }),
    version: Type.String({ description: 'Its program and version', examples: ['quiva-verifier/0.1.0'] }),
    since: Type.String({ format: 'date-time', description: 'When it connected' }),
    entries: Type.Integer({ description: 'How many credentials it remembers' }),
    renewed_on: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When it last renewed its lease. Of a verifier at another gateway, up to ten seconds old',
    }),
    gateway: Type.String({ description: 'The gateway that it is connected to' }),
  },
  { title: 'Holder', description: 'A program that honours credentials of the account from its memory' },
)

export function listHolders(app: Server, { list }: Pick<Verifiers, 'list'>): void {
  app.route({
    method: 'GET',
    url: '/accounts/holders',
    ...operation(
      'listHolders',
      {
        tags: ['Verification'],
        summary: 'List verifiers',
        description:
          'Lists the verifiers and edges of the account that are connected (docs/verifier-protocol.md), those at other gateways too, oldest first. One that connected to another gateway, or left it, may be shown ten seconds later; one whose gateway was killed, 30 seconds later.',
      },
      {},
      dataOf(Type.Array(Holder), 'The verifiers'),
      [401, 403, 429],
    ),
    handler: async (request) => {
      const principal = credentialPrincipalOf(request)
      permit(principal, 'listHolders', 'account')
      return { data: (await list(principal.accountId)).map(holderBody) }
    },
  })
}

function holderBody({ id, kind, name, version, since, entries, renewedAt, gateway }: Listed) {
  return {
    ...{ id, kind, name, version, entries, gateway },
    since: new Date(since).toISOString(),
    renewed_on: renewedAt === undefined ? null : new Date(renewedAt).toISOString(),
  }
}
