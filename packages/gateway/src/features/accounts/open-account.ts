import { accountConflict, addAccount, type NewAccount } from '../../access/directory/accounts.ts'
import type { PlanDefaults } from '../../access/plan-defaults.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { ActivateAccount } from './activate.ts'
import { takeLooks } from './looks-store.ts'
import { isNameTaken } from './store.ts'

/** Makes an account that can be used at once, and its root member. The address of the root is already proven. */
export type OpenAccount = (
  tx: Tx,
  account: Omit<NewAccount, 'subscription'>,
  by: { actor: Actor; origin: Origin },
) => Promise<string>

/**
 * `withoutPlan`: what limits the keys of an account that has to choose a plan first; undefined if no payments are taken
 * and every account has the free plan.
 */
export function createOpenAccount(
  activate: ActivateAccount,
  withoutPlan: (() => PlanDefaults) | undefined,
): OpenAccount {
  return async (tx, account, by) => {
    if (await isNameTaken(tx.db, account)) throw new Refusal('account_name_taken')
    const subscription = withoutPlan
      ? { status: 'pending' as const, plan: null, defaults: withoutPlan() }
      : { status: 'active' as const, plan: 'free' }
    const added = await addAccount(tx, { ...account, subscription }).catch((error: unknown) => {
      // Only a race leads here: two accounts with the same name, or the same root, at the same instant.
      const conflict = accountConflict(error)
      if (conflict) throw new Refusal(conflict === 'name' ? 'account_name_taken' : 'already_root', { cause: error })
      throw error
    })
    const { accountId } = added
    if (!(await takeLooks(tx, accountId, account.displayName))) throw new Refusal('account_name_taken')
    await record(tx, { action: 'account.created', accountId, ...by, target: { type: 'account', id: accountId } })
    await activate(tx, added, { userId: account.rootUserId, ...by })
    return accountId
  }
}
