import type { Database } from '../database/database.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'
import { createExports } from './exports.ts'
import { createImports } from './imports.ts'
import { createListImportsExports } from './list.ts'

export type Sharing = ReturnType<typeof createSharing>

/** Streams and services that accounts share with each other on the message bus. */
export function createSharing(parts: { database: Database; claims: ClaimsPush }) {
  return {
    exports: createExports(parts),
    imports: createImports(parts),
    listImportsExports: createListImportsExports(parts.database),
  }
}
