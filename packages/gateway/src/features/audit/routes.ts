import type { Log } from '../../platform/log.ts'
import type { Gate } from '../../transport/http/gate.ts'
import type { Server } from '../../transport/http/server.ts'
import { exportAuditEvents } from './operations/export-audit-events.ts'
import { listAuditEvents } from './operations/list-audit-events.ts'
import type { ReadEvents } from './read-events.ts'

type Deps = { readEvents: ReadEvents; gate: Gate; log: Log }

export function auditRoutes(app: Server, deps: Deps): void {
  listAuditEvents(app, deps)
  exportAuditEvents(app, deps)
}
