import type { ProtectedOperationId, Target } from '../access/policy.ts'
import type { Principal } from '../access/principal.ts'
import type { Role } from '../access/roles.ts'
import { permit } from '../access/targets.ts'
import type { Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { findLiveIssuer } from './store.ts'

/**
 * Asks again in a transaction that has taken the account's row: the principal may come from the cache, and what was
 * taken from them a moment ago (session or key, membership, role) must not change a key any more. `times` are those of
 * what is issued, which the key behind the caller must outlive. Tells what holds now of the caller.
 */
export async function askAgain(
  tx: Tx,
  principal: Principal,
  operation: ProtectedOperationId,
  target: Target,
  times: { now?: number; until?: number } = {},
): Promise<{ role: Role; isBarred: boolean }> {
  const { accountId, userId, credentialId, apiKeyId: issuerKeyId } = principal
  const { now = Date.now(), until } = times
  const caller = await findLiveIssuer(tx, { accountId, userId, credentialId, issuerKeyId }, now, until)
  if (!caller) throw new Refusal('unauthorized')
  permit({ ...principal, role: caller.role }, operation, target)
  return caller
}
