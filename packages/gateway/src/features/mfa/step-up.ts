import { readFactors } from '../../access/directory/user-factors.ts'
import type { Principal } from '../../access/principal.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Challenges } from '../authentication/challenges.ts'
import { findRecentSignIn } from '../authentication/recent-sign-in.ts'

/**
 * An open session alone must not be enough to change how a user gets in: whoever steals one could lock its owner out
 * (docs/decisions/0007). The MFA token is that of a challenge which the user has completed within
 * five minutes: their last sign-in's, or that of another one which they make for it. It is used up in the transaction of
 * what it permits, so that it stays good if that fails. Every refusal is `step_up_required`.
 */
export type StepUp = {
  /**
   * For changes that ask for the current password, too (password, address). If no second factor is on, it asks for
   * nothing and ignores the token.
   */
  use(tx: Tx, userId: string, token: string | undefined): Promise<void>
  /**
   * For operations that take the password as a sign-in does, whoever calls: asks for the token as `use` does, or for a
   * session of that user which began with the second factor at most ten minutes ago.
   */
  useAsSignIn(
    tx: Tx,
    userId: string,
    proof: { principal: Principal | undefined; mfaToken: string | undefined },
  ): Promise<void>
  /**
   * For changes that ask for nothing else (factors, recovery codes). If the caller has a second factor on, it asks for an
   * MFA token, or for a session that began with that factor at most ten minutes ago; otherwise for a sign-in at most ten
   * minutes old.
   */
  useForFactors(tx: Tx, principal: Principal, token: string | undefined): Promise<void>
  /** Asks for the same without using the token up: for operations that only begin a change, or to refuse early. */
  checkForFactors(principal: Principal, token: string | undefined): Promise<void>
}

export function createStepUp(database: Database, challenges: Challenges): StepUp {
  /** Whether the way in which the session began is proof enough; `hasFactorOn` if it is not because of a factor. */
  async function askSession(db: Tx['db'], principal: Principal) {
    const factors = await readFactors(db, principal.userId)
    const hasFactorOn = factors?.totp === true || factors?.passkey === true
    const signIn = await findRecentSignIn(db, principal)
    return { hasFactorOn, suffices: signIn !== undefined && (signIn.isWithSecondFactor || !hasFactorOn) }
  }

  async function useToken(tx: Tx, userId: string, token: string | undefined): Promise<void> {
    const factors = await readFactors(tx.db, userId)
    if (!factors?.totp && !factors?.passkey) return
    if (token === undefined || !(await challenges.useCompleted(tx, { token, userId })))
      throw new Refusal('step_up_required')
  }

  return {
    use: useToken,

    async useAsSignIn(tx, userId, { principal, mfaToken }) {
      const signIn = principal?.userId === userId ? await findRecentSignIn(tx.db, principal) : undefined
      if (!signIn?.isWithSecondFactor) await useToken(tx, userId, mfaToken)
    },

    async useForFactors(tx, principal, token) {
      const { hasFactorOn, suffices } = await askSession(tx.db, principal)
      if (suffices) return
      const { userId } = principal
      if (!hasFactorOn || token === undefined || !(await challenges.useCompleted(tx, { token, userId })))
        throw new Refusal('step_up_required')
    },

    async checkForFactors(principal, token) {
      const { hasFactorOn, suffices } = await askSession(database.read, principal)
      if (suffices) return
      const { userId } = principal
      if (!hasFactorOn || token === undefined || !(await challenges.isCompleted({ token, userId })))
        throw new Refusal('step_up_required')
    },
  }
}
