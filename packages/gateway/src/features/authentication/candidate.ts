import type { Database } from '../../platform/database/database.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { chooseAccount, findUser, type SignInAccount, type User } from './store.ts'

export type { SignInAccount, User } from './store.ts'

export type Candidate = { user: User | undefined; chosen: SignInAccount | undefined }

/**
 * Finds the user who wants to sign in, and the account: the named one (as typed), or else the one that chooseAccount
 * picks. It makes the same two look-ups whether or not the user exists.
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
