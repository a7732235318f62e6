import type { Database } from '../../platform/database/database.ts'
import type { Server } from '../../transport/http/server.ts'
import type { OperatorHealth } from './health.ts'
import { discardOutboxItem } from './operations/discard-outbox-item.ts'
import { getOperatorHealth } from './operations/get-operator-health.ts'
import { getOperatorMetrics } from './operations/get-operator-metrics.ts'
import { listAllAccounts } from './operations/list-all-accounts.ts'
import { listOutboxItems } from './operations/list-outbox-items.ts'
import { restoreAccount } from './operations/restore-account.ts'
import { resumeAccount } from './operations/resume-account.ts'
import { retryOutboxItem } from './operations/retry-outbox-item.ts'
import { suspendAccount } from './operations/suspend-account.ts'
import type { InspectOutbox } from './outbox.ts'
import type { ReadMetrics } from './read-metrics.ts'
import type { RestoreForOperator } from './restore.ts'
import type { SuspendForOperator } from './suspend.ts'

export type OperatorServices = {
  database: Database
  /** How long deleted accounts can be restored. */
  keptMs: number
  readHealth: () => Promise<OperatorHealth>
  readMetrics: ReadMetrics
  outbox: InspectOutbox
  restore: RestoreForOperator
  suspension: SuspendForOperator
}

/** What operators of the gateway may do; the gate lets nobody else in (access/operators.ts). */
export function operatorRoutes(app: Server, services: OperatorServices): void {
  getOperatorHealth(app, services)
  getOperatorMetrics(app, services)
  listOutboxItems(app, services)
  retryOutboxItem(app, services)
  discardOutboxItem(app, services)
  listAllAccounts(app, services)
  restoreAccount(app, services)
  suspendAccount(app, services)
  resumeAccount(app, services)
}
