import { markActivated } from '../../access/directory/accounts.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'

/** Opens an account to its root, whose address is proven, and gives it its identity on the message bus. Idempotent. */
export type ActivateAccount = (
  tx: Tx,
  account: LockedAccount,
  by: { userId: string; actor: Actor; origin: Origin },
) => Promise<void>

export function createActivateAccount(memberKeys: MemberKeys): ActivateAccount {
  return async (tx, account, { userId, actor, origin }) => {
    const { accountId } = account
    if (!(await markActivated(tx, account))) return
    await memberKeys.activateAccount(tx, account)
    await memberKeys.activateMember(tx, accountId, { userId, role: 'root' })
    await record(tx, {
      action: 'account.activated',
      accountId,
      actor,
      origin,
      target: { type: 'account', id: accountId },
    })
  }
}
