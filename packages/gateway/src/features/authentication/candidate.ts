import type { Database } from '../../platform/database/database.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { chooseAccount, findPerson, type Person, type SignInAccount } from './store.ts'

export type { Person, SignInAccount } from './store.ts'

export type Candidate = { person: Person | undefined; chosen: SignInAccount | undefined }

/**
 * Who wants to sign in, and to which account: the named one (as typed), or the one that chooseAccount takes. The same
 * two look-ups whether or not there is such a person.
 */
export type FindCandidate = (
  by: { email: string } | { id: string },
  accountName: string | undefined,
) => Promise<Candidate>

export function createFindCandidate(database: Database): FindCandidate {
  return async (by, accountName) => {
    const person = await findPerson(database.read, by)
    const name = accountName === undefined ? undefined : normaliseAccountName(accountName)
    const chosen = await chooseAccount(database.read, person?.id ?? '', name)
    return { person, chosen }
  }
}
