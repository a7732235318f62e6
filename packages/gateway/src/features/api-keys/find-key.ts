import { decide, mayReachOthers, type ProtectedOperationId, type Target } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { permit, type Targets } from '../../access/targets.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { reachOf } from './family-store.ts'
import type { HashesOf } from './hashes-of.ts'
import { type Among, type ApiKeyRow, findApiKeys } from './store.ts'

/** Selects a key by its id or by the key itself. */
export type KeySelector = { id: string } | { key: string }

/** `isServiceAccount`: the key belongs to the account, and so acts as a service account. */
type Found = ApiKeyRow & { target: Target; isServiceAccount: boolean }

/**
 * `twins`: other keys that the same text opens, if it was named by the key itself: somebody has imported it as SHA-256
 * and as HMAC too. What ends the key has to end them.
 */
export type FoundApiKey = Found & { twins: readonly Found[] }

/**
 * The live key of the caller's account that an operation is about, if the policy allows the operation; `email` names
 * the owner of the key. Throws `unknown_api_key` for every other key: one that is deleted, expired or of another
 * account, or whose owner's keys are out of the caller's reach.
 */
export type FindKey = (
  principal: Principal,
  operation: ProtectedOperationId,
  selector: KeySelector,
  email?: string,
) => Promise<FoundApiKey>

export function createFindKey(database: Database, targets: Targets, hashesOf: HashesOf): FindKey {
  return async (principal, operation, selector, email) => {
    const owner = email === undefined ? undefined : await targets.resolve(principal, operation, email)
    const among = owner ? amongThose(principal, owner.userId) : within(principal, operation)
    const by = 'id' in selector ? selector : { keyHashes: await hashesOf(principal.accountId, selector.key) }
    const keys = await findApiKeys(database.read, principal.accountId, by, Date.now(), among)
    const [found, ...twins] = keys.map(({ ownerRole, serviceAccountOf, ...row }) => ({
      ...row,
      target: targetOf(principal, { ...row, ownerRole, serviceAccountOf }),
      isServiceAccount: serviceAccountOf !== null,
    }))
    if (!found) throw new Refusal('unknown_api_key')
    for (const { target } of [found, ...twins]) permit(principal, operation, target)
    return { ...found, twins }
  }
}

function amongThose(principal: Principal, userId: string): Among {
  return { userId, orAccounts: false, reach: userId === principal.userId ? reachOf(principal) : undefined }
}

/** For callers who may reach only their own keys: another user's key answers like one that does not exist. */
function within(principal: Principal, operation: ProtectedOperationId): Among | undefined {
  if (mayReachOthers(operation, principal).allowed) return undefined
  const orAccounts = decide(operation, principal, 'account').allowed
  return { userId: principal.userId, orAccounts, reach: reachOf(principal) }
}

function targetOf(
  principal: Principal,
  key: { userId: string; ownerRole: string; serviceAccountOf: string | null },
): Target {
  if (key.userId === principal.userId) return 'self'
  if (key.serviceAccountOf !== null) return 'account'
  return key.ownerRole === 'root' ? 'root' : 'member'
}
