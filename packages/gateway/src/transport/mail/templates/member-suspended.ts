import { type Content, moment, prose } from '../content.ts'

/** suspendUser: suspending a member and resuming them. */
export type Suspension = {
  /** Display name of the account. */
  account: string
  /** Address of the user who did it. */
  by: string
  /** Milliseconds since the epoch. */
  changedAt: number
}

export function memberSuspended(mail: Suspension): Content {
  return {
    subject: 'Your Access Was Suspended',
    blocks: [
      prose`On ${moment(mail.changedAt)} ${mail.by} suspended your access to the account “${mail.account}”. Until your access is restored, you cannot sign in to the account, and your sessions and API keys there are refused.`,
      prose`What you created there stays, and your other accounts are not affected. If you think that this is a mistake, ask ${mail.by}.`,
    ],
  }
}
