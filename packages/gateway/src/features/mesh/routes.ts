import type { Server } from '../../transport/http/server.ts'
import type { Mesh } from './mesh.ts'
import { getMeshNodes } from './operations/get-mesh-nodes.ts'
import { updateMeshNodes } from './operations/update-mesh-nodes.ts'

export function meshRoutes(app: Server, mesh: Mesh): void {
  updateMeshNodes(app, mesh)
  getMeshNodes(app, mesh)
}
