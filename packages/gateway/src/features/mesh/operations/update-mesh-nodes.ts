import { Type } from 'typebox'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Mesh } from '../mesh.ts'
import { NO_SERVER } from '../read.ts'
import { MeshRequest } from '../schemas.ts'

export function updateMeshNodes(
  app: Server,
  { setDesiredPlacement, hasBus }: Pick<Mesh, 'setDesiredPlacement' | 'hasBus'>,
): void {
  app.route({
    method: 'PUT',
    url: '/accounts/mesh-nodes',
    ...operation(
      'updateMeshNodes',
      {
        tags: ['Mesh Nodes'],
        summary: 'Update mesh nodes',
        description:
          'Sets the desired placement: on how many nodes and in which regions the streams of the account are kept. It replaces the previous one. The streams are moved afterwards, and GET /accounts/mesh-nodes shows the progress. If a server crashes or restarts meanwhile, messages can be lost (docs/messaging.md).',
      },
      { body: MeshRequest },
      Type.Object({ message: Type.String() }, { description: 'The desired placement is stored' }),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { num_nodes, regions } = request.body
      await setDesiredPlacement(principalOf(request), { numNodes: num_nodes, regions }, originOf(request))
      const how = hasBus ? 'The streams are being moved.' : NO_SERVER
      return { message: `The desired placement was stored. ${how}` }
    },
  })
}
