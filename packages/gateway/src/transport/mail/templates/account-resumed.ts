import { type Content, link, moment, prose, quote, type TemplateContext } from '../content.ts'

/** An operator has resumed a suspended account. Sent to its root and administrators. */
type AccountResumed = {
  /** Display name of the account. */
  account: string
  /** What the operator says to the administrators. */
  reason: string
  /** Milliseconds since the epoch. */
  resumedAt: number
  /** If a deletion is scheduled: its date, in milliseconds since the epoch. */
  deletionDate: number | null
}

export function accountResumed(mail: AccountResumed, { publicUrl }: TemplateContext): Content {
  return {
    subject: 'Your Account Was Resumed',
    blocks: [
      prose`On ${moment(mail.resumedAt)} the operator of the gateway resumed the account “${mail.account}”. Its members can sign in again, and its API keys, sessions and creds work as before, unless they have expired since.`,
      prose`The operator gives this reason:`,
      quote(mail.reason),
      ...(mail.deletionDate === null
        ? []
        : [
            prose`A deletion of the account is scheduled: it is going to be deleted on ${moment(mail.deletionDate)}. Until then it can be cancelled.`,
          ]),
      link('Open the gateway', `${publicUrl}/`),
    ],
  }
}
