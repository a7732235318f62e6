import { type Content, moment, say } from '../content.ts'

export const memberRemovedTexts = {
  subject: 'You Were Removed from an Account',
  paragraph_1:
    'You were a member of no other account here, so your user was deleted as well, with its password, second factors and settings. If you are invited again or sign up, you get a new user.',
  paragraph_2: 'Your user and your other accounts are not affected.',
  paragraph_3:
    'On {removed_at} {by} removed you from the account “{account}”. Your sessions and API keys there were revoked. What you created there stays.',
} as const

/** removeUser. */
type MemberRemoved = {
  /** Display name of the account. */
  account: string
  /** Address of the user who did it. */
  by: string
  /** Whether the user was deleted, too, since this was their last membership. */
  isForgotten: boolean
  /** Milliseconds since the epoch. */
  removedAt: number
}

const forgotten = say(memberRemovedTexts.paragraph_1)
const kept = say(memberRemovedTexts.paragraph_2)

export function memberRemoved(mail: MemberRemoved): Content {
  return {
    subject: memberRemovedTexts.subject,
    blocks: [
      say(memberRemovedTexts.paragraph_3, { removed_at: moment(mail.removedAt), by: mail.by, account: mail.account }),
      mail.isForgotten ? forgotten : kept,
    ],
  }
}
