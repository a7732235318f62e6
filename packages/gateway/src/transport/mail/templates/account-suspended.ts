import { type Content, moment, prose, quote } from '../content.ts'

/** An operator has suspended an account. Sent to its root and administrators. */
type AccountSuspended = {
  /** Display name of the account. */
  account: string
  /** What the operator says to the administrators. */
  reason: string
  /** Milliseconds since the epoch. */
  suspendedAt: number
}

export function accountSuspended(mail: AccountSuspended): Content {
  return {
    subject: 'Your Account Was Suspended',
    blocks: [
      prose`On ${moment(mail.suspendedAt)} the operator of the gateway suspended the account “${mail.account}”. Until it is resumed, nobody can sign in to it, its API keys and sessions are refused, and the message bus lets none of its clients in.`,
      prose`The operator gives this reason:`,
      quote(mail.reason),
      prose`Nothing was deleted: members, keys and data stay, and so does the subscription. If the account is to be resumed, ask the operator.`,
    ],
  }
}
