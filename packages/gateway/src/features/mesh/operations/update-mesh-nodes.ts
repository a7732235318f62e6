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
          "Says on how many nodes, and in which regions, the account's streams shall be, in place of what was said before. The streams are brought there afterwards, without a message lost; GET /accounts/mesh-nodes shows how far it is.",
      },
      { body: MeshRequest },
      Type.Object({ message: Type.String() }, { description: 'The wish is stored' }),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { num_nodes, regions } = request.body
      await setDesiredPlacement(principalOf(request), { numNodes: num_nodes, regions }, originOf(request))
      const how = hasBus ? 'The streams are brought there now.' : NO_SERVER
      return { message: `The mesh nodes are stored. ${how}` }
    },
  })
}
