import { type Content, moment, prose } from '../content.ts'

/** An account was deleted, by its root or because its date had come; to every member. */
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
      prose`The account “${mail.account}” was deleted on ${moment(mail.deletedAt)}, because its root user asked for it. Nobody can sign in to it any more, and its sessions and API keys are ended.`,
      prose`Your user is still there, and so are your other accounts.`,
      prose`It was a mistake? Until ${moment(mail.restorableUntil)} the operator of the gateway can restore the account if its root user asks for it; its data on the message bus for 30 days only.`,
    ],
  }
}
