import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { credentialPrincipalOf, type Gate } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { createAcceptWebSocket } from '../../../transport/http/websockets.ts'
import type { Verifiers } from '../verifiers.ts'

const PROTOCOL = 'quiva.verifier.v1'
const MOST_BYTES = 524_288

export function openVerifier(app: Server, { admit, open }: Verifiers, gate: Pick<Gate, 'judgeNow'>): void {
  const acceptWebSocket = createAcceptWebSocket({ protocol: PROTOCOL, mostBytes: MOST_BYTES })
  const route = operation(
    'openVerifier',
    {
      tags: ['Verification'],
      summary: 'Open the connection of a verifier',
      description:
        'A WebSocket with the subprotocol quiva.verifier.v1 (docs/verifier-protocol.md), for services that check credentials in their own process. It speaks of the credentials of the caller’s account. A key that is only used for this needs only the scope tokens:introspect.',
    },
    {},
    Type.Null({ description: 'Never: the answer is 101' }),
    [400, 401, 403, 426, 429, 503],
  )
  const { 200: _, ...failures } = route.schema.response
  app.route({
    method: 'GET',
    url: '/verifier',
    ...route,
    schema: {
      ...route.schema,
      response: { 101: Type.Null({ description: 'Connected: from here on, frames of the protocol' }), ...failures },
    },
    handler: async (request, reply) => {
      const principal = credentialPrincipalOf(request)
      permit(principal, 'openVerifier', 'account')
      await acceptWebSocket(request, reply, {
        admit: () => admit(principal.accountId),
        opened: (webSocket) =>
          open(webSocket, principal, async () => {
            const judged = await gate.judgeNow(request, 'openVerifier')
            return 'refused' in judged ? judged.refused : 'allowed'
          }),
      })
    },
  })
}
