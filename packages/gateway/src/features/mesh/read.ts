import type { Principal } from '../../access/principal.ts'
import type { Database } from '../../platform/database/database.ts'
import { type DesiredPlacement, type Mesh, readMesh } from './store.ts'

export type MeshState = {
  desired: DesiredPlacement | null
  applied: DesiredPlacement | null
  state: 'unset' | 'stored' | 'applying' | 'applied' | 'failing'
  reason: string | null
  streams: { total: number | null; placed: number | null; failing: Mesh['failing'] }
  checkedAt: number | null
  unseenSince: number | null
}

export type GetMeshNodes = (principal: Principal) => Promise<MeshState>

export const NO_SERVER = 'It will be applied once a NATS server is configured.'

/** getMeshNodes: the desired placement, how many streams have reached it, and why the others have not. */
export function createGetMeshNodes(database: Database, hasBus: boolean): GetMeshNodes {
  return async function get({ accountId }) {
    const mesh = await readMesh(database.read, accountId)
    if (!mesh) {
      const streams = { total: null, placed: null, failing: [] }
      return { desired: null, applied: null, state: 'unset', reason: null, streams, checkedAt: null, unseenSince: null }
    }
    return {
      desired: mesh.desired,
      applied: mesh.applied,
      state: hasBus ? stateOf(mesh) : 'stored',
      reason: hasBus ? mesh.problem : NO_SERVER,
      streams: { total: mesh.streamsTotal, placed: mesh.streamsPlaced, failing: mesh.failing },
      checkedAt: mesh.checkedAt,
      unseenSince: mesh.unseenSince,
    }
  }
}

function stateOf({ isMet, problem, failing }: Mesh): MeshState['state'] {
  if (isMet) return 'applied'
  return problem !== null || failing.length > 0 ? 'failing' : 'applying'
}
