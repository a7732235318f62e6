import type { Database } from '../../platform/database/database.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { chooseAccount, findUser, type SignInAccount, type User } from './store.ts'

export type { SignInAccount, User } from './store.ts'

export type Candidate = { user: User | undefined; chosen: SignInAccount | undefined }

/**
 * The user who wants to sign in, and the account: the one that was named (as typed), or the one that chooseAccount
 * takes. Makes the same two look-ups whether or not there is such a user.
 */
export type FindCandidate = (
  by: { email: string } | { id: string },
  accountName: string | undefined,
) => Promise<Candidate>

export function createFindCandidate(database: Database): FindCandidate {
  return async (by, accountName) => {
    const user = await findUser(database.read, by)
    const name = accountName === undefined ? undefined : normaliseAccountName(accountName)
    const chosen = await chooseAccount(database.read, user?.id ?? '', name)
    return { user, chosen }
  }
}
