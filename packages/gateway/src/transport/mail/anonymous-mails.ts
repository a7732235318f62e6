import { keyedHash } from '../../platform/crypto/hashing.ts'
import { allows } from '../../platform/throttle/limiter.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import { mailboxOf } from '../../platform/values/mailbox.ts'

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
export function createAnonymousMails({ limiter }: Pick<Throttle, 'limiter'>, hashKey: Buffer): AnonymousMails {
  const slots = {
    reset: limiter('mail-reset'),
    confirmation: limiter('mail-confirmation'),
    'sign-up': limiter('mail-sign-up'),
  }
  const daily = limiter('mail-day')
  const again = limiter('mail-again-day')
  const dailyButResets = limiter('mail-day-but-resets')

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
