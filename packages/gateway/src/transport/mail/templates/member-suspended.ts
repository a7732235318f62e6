import { type Content, moment, say } from '../content.ts'

export const memberSuspendedTexts = {
  subject: 'Your Access Was Suspended',
  paragraph_1:
    'On {changed_at} {by} suspended your access to the account “{account}”. Until your access is restored, you cannot sign in to the account, and your sessions and API keys there are refused.',
  paragraph_2:
    'What you created there stays, and your other accounts are not affected. If you think that this is a mistake, ask {by}.',
} as const

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
    subject: memberSuspendedTexts.subject,
    blocks: [
      say(memberSuspendedTexts.paragraph_1, { changed_at: moment(mail.changedAt), by: mail.by, account: mail.account }),
      say(memberSuspendedTexts.paragraph_2, { by: mail.by }),
    ],
  }
}
