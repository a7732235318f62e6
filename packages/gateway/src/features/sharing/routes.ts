import type { Server } from '../../transport/http/server.ts'
import { addExport } from './operations/add-export.ts'
import { addImport } from './operations/add-import.ts'
import { listImportsExports } from './operations/list-imports-exports.ts'
import { removeExport } from './operations/remove-export.ts'
import { removeImport } from './operations/remove-import.ts'
import type { Sharing } from './sharing.ts'

export function sharingRoutes(app: Server, sharing: Sharing): void {
  addExport(app, sharing)
  removeExport(app, sharing)
  addImport(app, sharing)
  removeImport(app, sharing)
  listImportsExports(app, sharing)
}
