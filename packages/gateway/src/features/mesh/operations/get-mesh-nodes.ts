import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Mesh } from '../mesh.ts'
import type { MeshState } from '../read.ts'
import { MeshNodes } from '../schemas.ts'
import type { DesiredPlacement } from '../store.ts'

export function getMeshNodes(app: Server, mesh: Pick<Mesh, 'getMeshNodes'>): void {
  app.route({
    method: 'GET',
    url: '/accounts/mesh-nodes',
    ...operation(
      'getMeshNodes',
      {
        tags: ['Mesh Nodes'],
        summary: 'Get mesh nodes',
        description:
          "Shows the desired placement of the account's streams, which streams are in place, and what blocks the others.",
      },
      {},
      dataOf(MeshNodes, 'The mesh nodes'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: toBody(await mesh.getMeshNodes(principalOf(request))) }),
  })
}

function toBody({ desired, applied, state, reason, streams, checkedAt, unseenSince }: MeshState) {
  return {
    desired: desired && placementBody(desired),
    applied: applied && placementBody(applied),
    state,
    reason,
    streams,
    checked_on: isoOrNull(checkedAt),
    unseen_since: isoOrNull(unseenSince),
  }
}

const isoOrNull = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString())

function placementBody({ numNodes, regions }: DesiredPlacement) {
  return { num_nodes: numNodes, regions }
}
