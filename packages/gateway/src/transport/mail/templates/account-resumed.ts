import { type Content, link, moment, quote, say, type TemplateContext } from '../content.ts'

export const accountResumedTexts = {
  subject: 'Your Account Was Resumed',
  paragraph_1:
    'On {resumed_at} the operator of the gateway resumed the account “{account}”. Its members can sign in again, and its API keys, sessions and creds work as before, unless they have expired since.',
  paragraph_2: 'The operator gives this reason:',
  paragraph_3:
    'A deletion of the account is scheduled: it is going to be deleted on {deletion_date}. Until then it can be cancelled.',
  button: 'Open the gateway',
} as const

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
    subject: accountResumedTexts.subject,
    blocks: [
      say(accountResumedTexts.paragraph_1, { resumed_at: moment(mail.resumedAt), account: mail.account }),
      say(accountResumedTexts.paragraph_2),
      quote(mail.reason),
      ...(mail.deletionDate === null
        ? []
        : [say(accountResumedTexts.paragraph_3, { deletion_date: moment(mail.deletionDate) })]),
      link(accountResumedTexts.button, `${publicUrl}/`),
    ],
  }
}
