import type { Server } from '../../transport/http/server.ts'
import { getAccountOverview } from './operations/get-account-overview.ts'
import type { ReadOverview } from './read-overview.ts'

export function overviewRoutes(app: Server, services: { readOverview: ReadOverview }): void {
  getAccountOverview(app, services)
}
