import type { Database, Tx } from '../platform/database/database.ts'
import { lockAccounts } from '../platform/database/locks.ts'
import { Refusal } from '../platform/errors/refusal.ts'
import { normaliseEmail } from '../platform/values/email.ts'
import { findOperator } from './operator-store.ts'
import type { CredentialPrincipal } from './principal.ts'
import { RECENT_MS } from './recent.ts'

/**
 * Operators of the gateway: users whose confirmed address is in OPERATORS. An operator is a principal of their own: the
 * role that they have in an account counts nothing here, and no key is ever an operator.
 */
export type Operators = {
  /** Throws unless the caller is an operator now, by the rows of the database, with a second factor. */
  check(principal: CredentialPrincipal): Promise<void>
  /**
   * The same in the transaction of a change, which takes a sign-in of at most ten minutes ago (`step_up_required`): a
   * session may be a month old. Must be called first, since it locks the caller's account, and the account
   * that is about to change: what revokes the caller's session comes wholly before or wholly after.
   */
  recheck(tx: Tx, principal: CredentialPrincipal, accountId?: string): Promise<void>
  /** Whether the address is that of an operator; it may not be confirmed. */
  isNamed(email: string): boolean
}

/** The check that needs no database: throws unless a user has signed in. */
export function permitOperators({ kind }: Pick<CredentialPrincipal, 'kind'>): void {
  if (kind !== 'interactive') throw new Refusal('interactive_required')
}

export function createOperators(database: Database, addresses: readonly string[]): Operators {
  const named: ReadonlySet<string> = new Set(addresses.map(normaliseEmail))

  async function judge(db: Tx['db'], principal: CredentialPrincipal): Promise<{ signedInAt: number }> {
    permitOperators(principal)
    const found = await findOperator(db, principal, Date.now())
    if (!found) throw new Refusal('unauthorized')
    // The answer is that to any lack of rights: it tells nobody that there are operators.
    if (!found.isConfirmed || !named.has(found.email)) throw new Refusal('insufficient_permissions')
    if (!found.hasFactor) throw new Refusal('operator_factor_missing')
    if (!isProven(found.method)) throw new Refusal('operator_factor_required')
    return found
  }

  return {
    async check(principal) {
      await judge(database.read, principal)
    },
    async recheck(tx, principal, accountId) {
      const accounts = new Set([principal.accountId, ...(accountId === undefined ? [] : [accountId])])
      await lockAccounts(tx, [...accounts])
      const { signedInAt } = await judge(tx.db, principal)
      if (signedInAt < Date.now() - RECENT_MS) throw new Refusal('step_up_required')
    },
    isNamed: (email) => named.has(email),
  }
}

/** By features/authentication/methods.ts: a passkey, or a first factor and a second one, on this device. */
function isProven(method: string): boolean {
  return method === 'passkey' || /^(password|oauth)\+/.test(method)
}
