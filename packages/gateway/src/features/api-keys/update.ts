import type { Invalidation } from '../../access/invalidation.ts'
import { ancestryOfKey } from '../../access/key-ancestry.ts'
import type { LimitColumns } from '../../access/key-limits/key-limits.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Role } from '../../platform/values/roles.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { FoundApiKey } from './find-key.ts'
import { parseName } from './issue.ts'
import { applyChanges, blocksBus, differences, type LimitChanges, refuseBeyond, refuseBeyondItself } from './limits.ts'
import { type ApiKeyRow, findApiKey, listDescendants } from './store.ts'
import { setCredsBlocked, updateKey } from './update-store.ts'

/** How long the answer waits for the NATS servers to confirm that creds are revoked; the push goes on in any case. */
const CONFIRM_MS = 1000

export type KeyChanges = LimitChanges & { name?: string | undefined }

export type UpdatedApiKey = ApiKeyRow & {
  ownerRole: Role
  /** Whether the NATS servers have confirmed that the creds are revoked; undefined if the change revokes none. */
  credsRevoked?: boolean | null
}

export type UpdateApiKey = (
  principal: Principal,
  key: FoundApiKey,
  changes: KeyChanges,
  origin: Origin,
) => Promise<UpdatedApiKey>

type Deps = { database: Database; invalidation: Invalidation; claims: ClaimsPush }

/**
 * updateApiKey: changes the name and the limits of a key. The limits apply everywhere from the answer on, to the key,
 * its sessions and the keys that it issued. If the message bus cannot enforce the new limits, the creds of all these
 * keys are revoked; if it can again, they are admitted again.
 */
export function createUpdateApiKey({ database, invalidation, claims }: Deps): UpdateApiKey {
  return async (principal, { id, target }, changes, origin) => {
    const { accountId } = principal
    const name = changes.name === undefined ? undefined : parseName(changes.name)
    const { key, endsCredsWith } = await database.transaction(async (tx) => {
      const { limits } = await recheckInTransaction(tx, principal, 'updateApiKey', target)
      const before = await findApiKey(tx.db, accountId, { id }, Date.now())
      if (!before) throw new Refusal('unknown_api_key')
      const columns = applyChanges(before, changes)
      await refuseForeign(tx, { ...principal, limits }, before, changes, columns)
      const after = { ...before, ...columns, name: name ?? before.name }
      const changed = differences(before, after)
      const limitsChange = Object.keys(changed).length > 0
      if (after.name === before.name && !limitsChange) return { key: after }
      await updateKey(tx, accountId, id, after)
      await record(tx, {
        action: 'api_key.updated',
        accountId,
        actor: principal,
        origin,
        target: { type: 'api_key', id },
        details: { name: after.name, owner: after.userId, ...changed },
      })
      return { key: after, ...(limitsChange && (await takeEffect(tx, accountId, after))) }
    })
    if (endsCredsWith === undefined) return key
    return { ...key, credsRevoked: await claims.confirmed(accountId, endsCredsWith, CONFIRM_MS) }
  }

  /**
   * A key with limits may change only itself and the keys that it issued, and may give none of them more than it has.
   */
  async function refuseForeign(
    tx: Tx,
    { accountId, apiKeyId, limits }: Principal,
    target: ApiKeyRow,
    changes: LimitChanges,
    columns: LimitColumns,
  ): Promise<void> {
    if (apiKeyId === null || limits === null) return
    const targetAncestry = await ancestryOfKey(tx, accountId, target.id)
    if (!targetAncestry?.some(({ id }) => id === apiKeyId)) throw new Refusal('beyond_own_limits')
    if (target.id === apiKeyId) refuseBeyondItself(target, changes, columns)
    refuseBeyond(limits, changes, columns)
  }

  /**
   * Evicts the cached accesses of the key and of the keys below it; if creds are revoked, returns the version of the
   * claims that does it.
   */
  async function takeEffect(tx: Tx, accountId: string, key: ApiKeyRow): Promise<{ endsCredsWith?: number }> {
    const issuer =
      key.issuedBy === null ? undefined : await findApiKey(tx.db, accountId, { id: key.issuedBy }, Date.now())
    const keys = [key, ...(await listDescendants(tx, accountId, key.userId, key.id))]
    await invalidation.evict(
      tx,
      keys.map(({ id }) => id),
    )
    const isBlocked = new Map(issuer && [[issuer.id, issuer.credsBlockedAt !== null]])
    for (const { id, issuedBy, ...columns } of keys)
      isBlocked.set(id, blocksBus(columns) || (issuedBy !== null && isBlocked.get(issuedBy) !== false))
    const turned = (to: boolean) =>
      keys
        .filter(({ id, credsBlockedAt }) => isBlocked.get(id) === to && (credsBlockedAt !== null) !== to)
        .map(({ id }) => id)
    const [ended, admitted] = [turned(true), turned(false)]
    if (ended.length + admitted.length === 0) return {}
    await setCredsBlocked(tx, accountId, ended, Date.now())
    await setCredsBlocked(tx, accountId, admitted, null)
    const { version } = await claims.changed(tx, accountId)
    return ended.length > 0 ? { endsCredsWith: version } : {}
  }
}
