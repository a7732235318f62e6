import type { Database } from '../../platform/database/database.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { createChangeShares } from './change-shares.ts'
import { createExports } from './exports.ts'
import { createImports } from './imports.ts'
import { createListImportsExports } from './list.ts'

export type Sharing = ReturnType<typeof createSharing>

/** Streams and services that accounts share with each other on the message bus. */
export function createSharing({ database, claims }: { database: Database; claims: ClaimsPush }) {
  const change = createChangeShares({ database, claims })
  return {
    exports: createExports(change),
    imports: createImports(database, change),
    listImportsExports: createListImportsExports(database),
  }
}
