import { type Content, moment, prose } from '../content.ts'

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
    subject: 'Your Account Was Deleted',
    blocks: [
      prose`The account “${mail.account}” was deleted on ${moment(mail.deletedAt)}, at the request of its root user. Nobody can sign in to it any more, and its sessions and API keys no longer work.`,
      prose`Your user and your other accounts are not affected.`,
      prose`Was this a mistake? Until ${moment(mail.restorableUntil)} the root user can ask the operator of the gateway to restore the account. Its data on the message bus can be restored for 30 days only.`,
    ],
  }
}
