import type { Tx } from '../../platform/database/database.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { addFailure, deleteOldFailures, markTold, takeBackFailures } from './factor-failures-store.ts'

/** After this many wrong second factors, in sign-ins that nobody completed, the user gets a mail, at most one a day. */
const FAILURES = 20
const WITHIN_MS = 30 * 86_400_000
const DAY_MS = 86_400_000

/**
 * An attacker who tries second factors knows the password. The tries are limited, but only the user can stop them, by
 * changing the password. So the user is told by mail.
 */
export type FactorFailures = {
  /** Counts a wrong second factor after a correct first one. */
  count(tx: Tx, user: { id: string; email: string }): Promise<void>
  /** Subtracts the wrong codes of a sign-in that was completed after all: they were the user's own. */
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
