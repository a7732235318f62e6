import type { Operators } from '../../access/operators.ts'
import { DELETED_ACCOUNT_KEPT_MS } from '../accounts/deleted-accounts.ts'
import { createRestoreAccount } from '../accounts/restore-account.ts'
import { createReadHealth } from './health.ts'
import { createInspectOutbox } from './outbox.ts'
import { createRestoreForOperator } from './restore.ts'
import type { OperatorServices } from './routes.ts'

type Deps = Parameters<typeof createReadHealth>[0] &
  Parameters<typeof createRestoreAccount>[0] & { operators: Operators; wakeWorker: () => void }

/** Puts the module together: what operators see of the gateway and of its accounts. */
export function createOperator(deps: Deps): OperatorServices {
  return {
    database: deps.database,
    keptMs: DELETED_ACCOUNT_KEPT_MS,
    readHealth: createReadHealth(deps),
    outbox: createInspectOutbox(deps),
    restore: createRestoreForOperator({ ...deps, restoreAccount: createRestoreAccount(deps) }),
  }
}
