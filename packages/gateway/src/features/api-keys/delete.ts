import { permit } from '../../access/permit.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { FoundApiKey } from './find-key.ts'
import type { RevokeKey } from './revoke-key.ts'
import type { ApiKeyRow } from './store.ts'

/** How long the answer waits for the NATS servers to confirm the revocation; the push goes on in any case. */
const CONFIRM_MS = 1000

export type DeletedApiKey = ApiKeyRow & {
  /**
   * Ids of the keys that were revoked with it: those that it issued, the successors that it made by rotating itself,
   * and its twins (find-key.ts).
   */
  alsoDeleted: string[]
  /** Whether the NATS servers have confirmed the revocation; null if none are configured. */
  credsRevoked: boolean | null
}

/**
 * deleteApiKey: revokes the key, its sessions, its creds, the keys that it issued and its own successors, everywhere.
 */
export type DeleteApiKey = (principal: Principal, key: FoundApiKey, origin: Origin) => Promise<DeletedApiKey>

type Deps = { database: Database; claims: ClaimsPush; revokeKey: RevokeKey }

export function createDeleteApiKey({ database, claims, revokeKey }: Deps): DeleteApiKey {
  return async (principal, key, origin) => {
    const { accountId } = principal
    const { version, deleted } = await database.transaction(async (tx) => {
      // This comes first, because it locks the account, so that a key that is being deleted issues no key.
      const account = await claims.changed(tx, accountId)
      const caller = await recheckInTransaction(tx, principal, 'deleteApiKey', key.target)
      const by = { actor: principal, origin, withOwnSuccessors: true }
      const gone = await revokeKey(tx, account, { ...key, accountId }, by)
      if (!gone.includes(key.id)) throw new Refusal('unknown_api_key')
      for (const twin of key.twins) {
        permit(caller, 'deleteApiKey', twin.target)
        gone.push(...(await revokeKey(tx, account, { ...twin, accountId }, by)))
      }
      return { version: account.version, deleted: gone }
    })
    const credsRevoked = await claims.confirmed(accountId, version, CONFIRM_MS)
    return { ...key, alsoDeleted: deleted.filter((id) => id !== key.id), credsRevoked }
  }
}
