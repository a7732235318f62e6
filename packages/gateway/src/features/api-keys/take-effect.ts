import type { Invalidation } from '../../access/invalidation.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { blocksBus } from './limits.ts'
import { type ApiKeyRow, findApiKey, listDescendants } from './store.ts'
import { setCredsBlocked } from './update-store.ts'

/**
 * Evicts the cached accesses of the key and of the keys below it; if creds are revoked, returns the version of the claims
 * that does it.
 */
export type TakeEffect = (tx: Tx, accountId: string, key: ApiKeyRow) => Promise<{ endsCredsWith?: number }>

export function createTakeEffect(invalidation: Invalidation, claims: ClaimsPush): TakeEffect {
  return async (tx, accountId, key) => {
    const issuer =
      key.issuedBy === null ? undefined : await findApiKey(tx.db, accountId, { id: key.issuedBy }, Date.now())
    const keys = [key, ...(await listDescendants(tx, accountId, key.userId, key.id))]
    await invalidation.evict(
      tx,
      keys.map(({ id }) => id),
    )
    const isBlocked = new Map(issuer && [[issuer.id, issuer.credsBlockedAt !== null]])
    for (const { id, issuedBy, disabledAt, ...columns } of keys) {
      const ofItself = disabledAt !== null || blocksBus(columns)
      isBlocked.set(id, ofItself || (issuedBy !== null && isBlocked.get(issuedBy) !== false))
    }
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
