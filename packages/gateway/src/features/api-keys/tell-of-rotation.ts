import { recipientsOf } from '../../access/recipients.ts'
import type { Tx } from '../../platform/database/database.ts'
import { allows, type Limiter } from '../../platform/throttle/limiter.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { findOwner } from './rotation-store.ts'

/** A key that has rotated itself, when it expires, and after how many days without a use it ends before that. */
export type RotatedItself = {
  accountId: string
  userId: string
  name: string
  lastFour: string
  endsAt: number
  silentDays: number | null
}

/**
 * Whether the limit allows one more mail to the owner; call it before the transaction. Beyond the limit, only the mail
 * is left out.
 */
export type TellOfRotation = {
  mayMail(key: { accountId: string; userId: string }): Promise<boolean>
  /** Mails the owner when `tx` commits; for a key of the account, its administrators. */
  tell(tx: Tx, key: RotatedItself, ip: string): Promise<void>
}

export function createTellOfRotation(sendMail: SendMail, mailsPerOwner: Limiter): TellOfRotation {
  return {
    mayMail: ({ accountId, userId }) => allows(mailsPerOwner, `${accountId}/${userId}`),
    async tell(tx, { accountId, userId, name, lastFour, endsAt, silentDays }, ip) {
      const owner = await findOwner(tx, accountId, userId)
      if (!owner) return
      const { account, isServiceAccount } = owner
      const mail = {
        account,
        ofAccount: isServiceAccount,
        name,
        lastFour,
        ip,
        rotatedAt: Date.now(),
        endsAt,
        silentDays,
      }
      for (const to of await recipientsOf(tx, { accountId, ...owner }))
        await sendMail(tx, { template: 'api-key-rotated', to, ...mail })
    },
  }
}
