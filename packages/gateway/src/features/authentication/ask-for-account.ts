import type { Origin } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import type { ErrorCode } from '../../platform/errors/table.ts'
import type { RefuseSignIn } from './refuse-sign-in.ts'
import { listSignInAccounts, type User } from './store.ts'

/**
 * Refuses the sign-in of a user who has proven everything, is in several accounts and named none: `account_required`,
 * with the names to choose from. A user in no account gets `otherwise`. This must never happen before the proof,
 * because the names tell where the user is a member.
 */
export type AskForAccount = (
  otherwise: ErrorCode,
  who: { user: User; origin: Origin; method: string },
) => Promise<never>

export function createAskForAccount(database: Database, refuseSignIn: RefuseSignIn): AskForAccount {
  return async (otherwise, { user, origin, method }) => {
    const accounts = await listSignInAccounts(database.read, user.id)
    if (accounts.length < 2)
      return refuseSignIn(otherwise, {
        user,
        origin,
        details: { method, reason: 'membership' },
        provenFor: { accountName: undefined },
      })
    return refuseSignIn('account_required', { user, origin, details: { method, reason: 'account' }, accounts })
  }
}
