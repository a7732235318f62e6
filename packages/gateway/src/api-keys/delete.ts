import type { Invalidation } from '../access/invalidation.ts'
import type { Principal } from '../access/principal.ts'
import { type AuditEvent, type Origin, recordAll } from '../audit/audit.ts'
import type { EndKeySessions } from '../authentication/end-key-sessions.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'
import { type ApiKeyRow, listDescendants, markDeleted } from './store.ts'

/** How long the answer waits for the NATS servers to confirm the revocation; the push goes on in any case. */
const CONFIRM_MS = 1000

export type DeletedApiKey = ApiKeyRow & {
  /** Ids of the keys that this one had issued and that ended with it. */
  alsoDeleted: string[]
  /** Whether the NATS servers have the revocation; null if none are configured. */
  credsRevoked: boolean | null
}

/** deleteApiKey: the key, its sessions, the keys it issued, and its creds end here and everywhere. */
export type DeleteApiKey = (principal: Principal, key: ApiKeyRow, origin: Origin) => Promise<DeletedApiKey>

type Parts = { database: Database; invalidation: Invalidation; claims: ClaimsPush; endKeySessions: EndKeySessions }

export function createDeleteApiKey({ database, invalidation, claims, endKeySessions }: Parts): DeleteApiKey {
  return async (principal, key, origin) => {
    const { accountId } = principal
    const { version, deleted } = await database.transaction(async (tx) => {
      // First of all: it takes the account's row, so that no key is issued by a key that is being deleted.
      const claimsVersion = await claims.changed(tx, accountId)
      const descendants = await listDescendants(tx, accountId, key.userId, key.id)
      const gone = await markDeleted(tx, accountId, [key.id, ...descendants.map(({ id }) => id)], Date.now())
      if (!gone.includes(key.id)) throw new Refusal('unknown_api_key')
      const sessionEvents = await endKeySessions(tx, gone, { accountId, actor: principal, origin })
      await recordAll(tx, [...gone.map((id) => deletion(principal, id, key, origin)), ...sessionEvents])
      await invalidation.evict(tx, gone)
      return { version: claimsVersion, deleted: gone }
    })
    const credsRevoked = await claims.confirmed(accountId, version, CONFIRM_MS)
    return { ...key, alsoDeleted: deleted.filter((id) => id !== key.id), credsRevoked }
  }
}

function deletion(principal: Principal, id: string, key: ApiKeyRow, origin: Origin): AuditEvent {
  const details: AuditEvent['details'] & object =
    id === key.id ? { name: key.name, owner: key.userId } : { issued_by: key.id }
  return {
    action: 'api_key.deleted',
    accountId: principal.accountId,
    actor: principal,
    origin,
    target: { type: 'api_key', id },
    details,
  }
}
