import type { Origin } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import type { ErrorCode } from '../errors/table.ts'
import { refuseSignIn } from './refuse-sign-in.ts'
import { listSignInAccounts, type Person } from './store.ts'

/**
 * Answers a person who has proven everything and named none of several accounts: `account_required`, with the names to
 * choose from. Who is in no account at all gets `otherwise`. Never before the proof, since the names tell where they are.
 */
export async function askForAccount(
  database: Database,
  otherwise: ErrorCode,
  { person, origin, method }: { person: Person; origin: Origin; method: string },
): Promise<never> {
  const accounts = await listSignInAccounts(database.read, person.id)
  const refused = { person, origin }
  if (accounts.length < 2)
    return refuseSignIn(database, otherwise, { ...refused, details: { method, reason: 'membership' } })
  return refuseSignIn(database, 'account_required', { ...refused, details: { method, reason: 'account' }, accounts })
}
