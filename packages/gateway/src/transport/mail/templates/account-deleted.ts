import { type Content, moment, say } from '../content.ts'

export const accountDeletedTexts = {
  subject: 'Your Account Was Deleted',
  paragraph_1:
    'The account “{account}” was deleted on {deleted_at}, at the request of its root user. Nobody can sign in to it any more, and its sessions and API keys no longer work.',
  paragraph_2: 'Your user and your other accounts are not affected.',
  paragraph_3:
    'Was this a mistake? Until {restorable_until} the root user can ask the operator of the gateway to restore the account. Its data on the message bus can be restored for 30 days only.',
} as const

/** An account was deleted, by its root or on its scheduled date. Sent to every member. */
type AccountDeleted = {
  /** Display name of the account. */
  account: string
  /** Milliseconds since the epoch. */
  deletedAt: number
  /** Milliseconds since the epoch: a year later. */
  restorableUntil: number
}

export function accountDeleted(mail: AccountDeleted): Content {
  return {
    subject: accountDeletedTexts.subject,
    blocks: [
      say(accountDeletedTexts.paragraph_1, { account: mail.account, deleted_at: moment(mail.deletedAt) }),
      say(accountDeletedTexts.paragraph_2),
      say(accountDeletedTexts.paragraph_3, { restorable_until: moment(mail.restorableUntil) }),
    ],
  }
}
