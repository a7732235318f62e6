import { keyedHash } from '../../platform/crypto/hashing.ts'
import { allows } from '../../platform/throttle/limiter.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import { mailboxOf } from '../../platform/values/mailbox.ts'

/** The kinds of mail that anybody can have sent to any address without signing in. Each kind has its own limit. */
export type AnonymousMail = 'reset' | 'confirmation' | 'sign-up'

export type AnonymousMails = {
  /**
   * Whether a mail, or `mails` of them at once, may go out now; if so, they are counted. Call this only if the mail
   * would really be sent, so that requests that send no mail use up no limit. `just_sent`: a mail of that kind went out
   * within the last minute (for sign-ups, three within an hour). `enough_today`: the mailbox has reached its limit for
   * a day.
   */
  ask(kind: AnonymousMail, email: string, mails?: number): Promise<'send' | 'just_sent' | 'enough_today'>
}

/**
 * Limits the mails that strangers can have sent to a mailbox through us (docs/decisions/0020). Nobody is told that a
 * limit is reached: only some addresses get mails at all, and a refusal would tell which.
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
      // A reset counts per address: one mailbox may have two users with tagged addresses, who may both have forgotten
      // their passwords.
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
