import { Type } from 'typebox'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, operation } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Mesh } from './mesh.ts'
import { type MeshState, NO_SERVER } from './read.ts'
import { MeshNodes, MeshRequest } from './schemas.ts'
import type { Wish } from './store.ts'

const tags = ['Mesh Nodes' as const]

export function meshRoutes(app: Server, { setMeshWish, getMeshNodes, hasBus }: Mesh): void {
  app.route({
    method: 'PUT',
    url: '/accounts/mesh-nodes',
    ...operation(
      'updateMeshNodes',
      {
        tags,
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
      await setMeshWish(principalOf(request), { numNodes: num_nodes, regions }, originOf(request))
      const how = hasBus ? 'The streams are brought there now.' : NO_SERVER
      return { message: `The mesh nodes are stored. ${how}` }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/mesh-nodes',
    ...operation(
      'getMeshNodes',
      {
        tags,
        summary: 'Get mesh nodes',
        description: 'The mesh nodes that were asked for, what of it is real, and what is in the way of the rest.',
      },
      {},
      dataOf(MeshNodes, 'The mesh nodes'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: toBody(await getMeshNodes(principalOf(request))) }),
  })
}

function toBody({ desired, applied, state, reason, streams, checkedAt, unseenSince }: MeshState) {
  return {
    desired: desired && wishBody(desired),
    applied: applied && wishBody(applied),
    state,
    reason,
    streams,
    checked_on: isoOrNull(checkedAt),
    unseen_since: isoOrNull(unseenSince),
  }
}

const isoOrNull = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString())

function wishBody({ numNodes, regions }: Wish) {
  return { num_nodes: numNodes, regions }
}
