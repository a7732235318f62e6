import type { Operators } from '../../access/operators.ts'
import { DELETED_ACCOUNT_KEPT_MS } from '../accounts/deleted-accounts.ts'
import { createRestoreAccount } from '../accounts/restore-account.ts'
import { createSuspendAccount } from '../accounts/suspend-account.ts'
import { createReadHealth } from './health.ts'
import { createInspectOutbox } from './outbox.ts'
import { createReadMetrics } from './read-metrics.ts'
import { createRestoreForOperator } from './restore.ts'
import type { OperatorServices } from './routes.ts'
import { createSuspendForOperator } from './suspend.ts'

type Deps = Parameters<typeof createReadHealth>[0] &
  Parameters<typeof createRestoreAccount>[0] &
  Parameters<typeof createSuspendAccount>[0] &
  Pick<Parameters<typeof createSuspendForOperator>[0], 'claims'> & { operators: Operators; wakeWorker: () => void }

/** Puts the module together: what operators see of the gateway and of its accounts. */
export function createOperator(deps: Deps): OperatorServices {
  return {
    database: deps.database,
    keptMs: DELETED_ACCOUNT_KEPT_MS,
    readHealth: createReadHealth(deps),
    readMetrics: createReadMetrics(deps.database),
    outbox: createInspectOutbox(deps),
    suspension: createSuspendForOperator({ ...deps, suspendAccount: createSuspendAccount(deps) }),
    restore: createRestoreForOperator({ ...deps, restoreAccount: createRestoreAccount(deps) }),
  }
}
