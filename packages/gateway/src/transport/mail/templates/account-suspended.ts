import { type Content, moment, quote, say } from '../content.ts'

export const accountSuspendedTexts = {
  subject: 'Your Account Was Suspended',
  paragraph_1:
    'On {suspended_at} the operator of the gateway suspended the account “{account}”. Until it is resumed, nobody can sign in to it, its API keys and sessions are refused, and the message bus lets none of its clients in.',
  paragraph_2: 'The operator gives this reason:',
  paragraph_3:
    'Nothing was deleted: members, keys and data stay, and so does the subscription. If the account is to be resumed, ask the operator.',
} as const

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
    subject: accountSuspendedTexts.subject,
    blocks: [
      say(accountSuspendedTexts.paragraph_1, { suspended_at: moment(mail.suspendedAt), account: mail.account }),
      say(accountSuspendedTexts.paragraph_2),
      quote(mail.reason),
      say(accountSuspendedTexts.paragraph_3),
    ],
  }
}
