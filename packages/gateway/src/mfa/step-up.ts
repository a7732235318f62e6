import type { Challenges } from '../authentication/challenges.ts'
import type { Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { readFactors } from './factor-store.ts'

/**
 * What changes how a person gets in (password, address) asks for the second factor once more, if one is on. The proof is
 * the token of a challenge that they have completed within five minutes: their last sign-in's, or that of another one
 * which they make for it (docs/decisions/0007-second-factors.md).
 */
export type StepUp = {
  /**
   * Uses the token up, in the transaction of what it permits, so that it stays good if that fails. Throws
   * `step_up_required` without a good one. If no second factor is on, nothing is asked and the token is not looked at.
   */
  use(tx: Tx, userId: string, token: string | undefined): Promise<void>
}

export function createStepUp(challenges: Challenges): StepUp {
  return {
    async use(tx, userId, token) {
      const factors = await readFactors(tx.db, userId)
      if (!factors?.totp && !factors?.passkey) return
      if (token === undefined || !(await challenges.useCompleted(tx, { token, userId })))
        throw new Refusal('step_up_required')
    },
  }
}
