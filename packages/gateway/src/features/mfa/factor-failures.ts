import type { Tx } from '../../platform/database/database.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { addFailure, deleteOldFailures, markTold, takeBackFailures } from './factor-failures-store.ts'

/** After so many wrong second factors, in sign-ins that nobody completed, the user gets a mail; one a day at most. */
const FAILURES = 20
const WITHIN_MS = 30 * 86_400_000
const DAY_MS = 86_400_000

/**
 * Whoever tries second factors knows the password. Their guesses are limited, but only the user can stop them, by
 * changing the password. So a mail tells the user.
 */
export type FactorFailures = {
  /** A second factor was wrong, after a right first one. */
  count(tx: Tx, user: { id: string; email: string }): Promise<void>
  /** The sign-in was completed after all: its wrong codes were the user's own. */
  takeBack(tx: Tx, userId: string, number: number): Promise<void>
}

export function createFactorFailures(sendMail: SendMail): FactorFailures {
  return {
    async count(tx, { id, email }) {
      const now = Date.now()
      const { failures, toldAt } = await addFailure(tx, id, { now, from: now - WITHIN_MS })
      if (failures < FAILURES || (toldAt !== null && toldAt > now - DAY_MS)) return
      await markTold(tx, id, now)
      await sendMail(tx, { template: 'second-factor-failed', to: email, failures, noticedAt: now })
    },
    async takeBack(tx, userId, number) {
      if (number > 0) await takeBackFailures(tx, userId, number)
    },
  }
}

export async function tidyFactorFailures(tx: Tx, now: number): Promise<void> {
  await deleteOldFailures(tx, now - WITHIN_MS)
}
