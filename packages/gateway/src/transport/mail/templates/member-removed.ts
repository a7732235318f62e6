import { type Content, moment, prose } from '../content.ts'

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

const forgotten = prose`You were a member of no other account here, so your user was deleted as well, with its password, second factors and settings. If you are invited again or sign up, you get a new user.`
const kept = prose`Your user and your other accounts are not affected.`

export function memberRemoved(mail: MemberRemoved): Content {
  return {
    subject: 'You Were Removed from an Account',
    blocks: [
      prose`On ${moment(mail.removedAt)} ${mail.by} removed you from the account “${mail.account}”. Your sessions and API keys there were revoked. What you created there stays.`,
      mail.isForgotten ? forgotten : kept,
    ],
  }
}
