import { readFactors } from '../../access/directory/user-factors.ts'
import type { Principal } from '../../access/principal.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Challenges } from '../authentication/challenges.ts'
import { findRecentSignIn } from '../authentication/recent-sign-in.ts'

/**
 * A session alone must not be enough to change how a user signs in: a thief who has stolen it could lock the owner out
 * (docs/decisions/0007). The MFA token belongs to a challenge that the user completed at most five minutes ago, in the
 * last sign-in or in one just for this. The token is used up in the transaction of the change, so that it stays valid
 * if the change fails. Every refusal is `step_up_required`.
 */
export type StepUp = {
  /**
   * For changes that also require the current password (password, email address). If no second factor is on, this
   * requires nothing and ignores the token.
   */
  use(tx: Tx, userId: string, token: string | undefined): Promise<void>
  /**
   * For operations that take a password as a sign-in does, with or without a caller: requires the token as `use` does,
   * or a session of that user that began with the second factor at most ten minutes ago.
   */
  useAsSignIn(
    tx: Tx,
    userId: string,
    proof: { principal: Principal | undefined; mfaToken: string | undefined },
  ): Promise<void>
  /**
   * For changes that require nothing else (factors, recovery codes). If the caller has a second factor on, this
   * requires an MFA token, or a session that began with that factor at most ten minutes ago; otherwise a sign-in at
   * most ten minutes old.
   */
  useForFactors(tx: Tx, principal: Principal, token: string | undefined): Promise<void>
  /** Requires the same, but does not use up the token: for operations that only begin a change, or to refuse early. */
  checkForFactors(principal: Principal, token: string | undefined): Promise<void>
}

export function createStepUp(database: Database, challenges: Challenges): StepUp {
  /** Whether the sign-in of the session is proof enough, and whether the user has a second factor on. */
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
