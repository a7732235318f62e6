import type { Tx } from '../platform/database/database.ts'
import { type LockedAccount, lockAccount } from '../platform/database/locks.ts'
import { Refusal } from '../platform/errors/refusal.ts'
import { isSuspended } from './directory/accounts.ts'
import { permit, permitAtAll } from './permit.ts'
import type { Facts, ProtectedOperationId, Target } from './policy.ts'
import type { Principal } from './principal.ts'
import { readStanding, type Standing } from './standing-store.ts'
import { refuseUnpaid } from './unpaid.ts'

/** The caller as they are now, the key that they use, and their account, locked. */
export type Rechecked = Principal & Pick<Standing, 'key'> & { account: LockedAccount }

/**
 * Checks again, in the transaction of a change, everything that the gate has checked: the credential, the membership,
 * the allowed networks, the role, the scopes and whether a payment is overdue. The gate may have used a cache, or the right may have been revoked
 * since. Throws what the gate would. `target` and `facts` are those of the policy; without a target only `permitAtAll`
 * is asked.
 *
 * Must be called first, since it locks the account. A change that revokes a right locks the account too. So it comes
 * either wholly before this transaction, and is seen here, or wholly after (docs/decisions/0016).
 */
export async function recheckInTransaction(
  tx: Tx,
  principal: Principal,
  operation: ProtectedOperationId,
  target?: Target,
  facts?: Facts,
): Promise<Rechecked> {
  const { accountId, address } = principal
  const account = await lockAccount(tx, accountId)
  const standing = account && (await readStanding(tx, principal, Date.now()))
  if (!standing) throw new Refusal((await isSuspended(tx.db, accountId)) ? 'account_suspended' : 'unauthorized')
  const { unpaidFrom, ...now } = standing
  const caller = { ...principal, ...now, account }
  const { limits } = caller
  if (limits?.networks && !limits.networks.has(address)) throw new Refusal('address_not_allowed')
  permitAtAll(caller, operation)
  if (target !== undefined) permit(caller, operation, target, facts)
  refuseUnpaid({ kind: caller.kind, plan: { unpaidFrom } }, operation)
  return caller
}
