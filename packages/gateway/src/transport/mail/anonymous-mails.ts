import { keyedHash } from '../../platform/crypto/hashing.ts'
import type { Database } from '../../platform/database/database.ts'
import { allows, createLimiter } from '../../platform/throttle/limiter.ts'
import { mailboxOf } from '../../platform/values/mailbox.ts'

const DAY_SECONDS = 86_400
/** Mails to one mailbox in a day, whatever they are about; and as many of them as are not about a password. */
const A_DAY = 20
const A_DAY_BUT_RESETS = 12
/** Of these, again for sign-ups that wait: else six requests of a stranger leave none for the sign-up of who has the address. */
const AGAIN_A_DAY = 6

/** What anybody may have mailed to any address, without signing in. Each kind has slots of its own. */
export type AnonymousMail = 'reset' | 'confirmation' | 'sign-up'

export type AnonymousMails = {
  /**
   * Whether a mail, or so many at once, may go out now; counts it if so. To be asked only where it would really be sent,
   * so that nobody spends slots by asking for what will not come. `just_sent`: one of that kind went out within a minute
   * (of sign-ups, three within an hour). `enough_today`: the mailbox got as many as it may in a day.
   */
  ask(kind: AnonymousMail, email: string, mails?: number): Promise<'send' | 'just_sent' | 'enough_today'>
}

/**
 * Bounds what strangers can bring into a mailbox through us (docs/decisions/0020).
 * Nobody is told when a bound is reached: only some addresses get mails at all, and a refusal would tell which.
 */
export function createAnonymousMails(database: Database, hashKey: Buffer): AnonymousMails {
  const limiter = (name: string, quota: number, windowSeconds: number) =>
    createLimiter({ name, quota, windowSeconds }, database)
  const slots = {
    reset: limiter('mail-reset', 1, 60),
    confirmation: limiter('mail-confirmation', 1, 60),
    'sign-up': limiter('mail-sign-up', 3, 3600),
  }
  const daily = limiter('mail-day', A_DAY, DAY_SECONDS)
  const again = limiter('mail-again-day', AGAIN_A_DAY, DAY_SECONDS)
  const dailyButResets = limiter('mail-day-but-resets', A_DAY_BUT_RESETS, DAY_SECONDS)

  return {
    async ask(kind, email, mails = 1) {
      const mailbox = keyedHash(hashKey, mailboxOf(email))
      // A reset goes to a user, who may have two tagged addresses and forget both passwords.
      const slot = kind === 'reset' ? keyedHash(hashKey, email) : mailbox
      if (!(await allows(slots[kind], slot))) return 'just_sent'
      for (let mail = 0; mail < mails; mail += 1) {
        if (kind === 'confirmation' && !(await allows(again, mailbox))) return 'enough_today'
        if (kind !== 'reset' && !(await allows(dailyButResets, mailbox))) return 'enough_today'
        if (!(await allows(daily, mailbox))) return 'enough_today'
      }
      return 'send'
    },
  }
}
