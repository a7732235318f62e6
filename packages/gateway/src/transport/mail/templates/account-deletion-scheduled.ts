import { type Content, moment, prose } from '../content.ts'

/** deleteAccount in 14 days, to every member. */
type AccountDeletionScheduled = {
  /** Display name of the account. */
  account: string
  /** Milliseconds since the epoch. */
  deletionDate: number
}

export function accountDeletionScheduled(mail: AccountDeletionScheduled): Content {
  return {
    subject: 'Your Account Will Be Deleted',
    blocks: [
      prose`The root user has asked that the account “${mail.account}” be deleted on ${moment(mail.deletionDate)}. Until then everything goes on as it is; save what you need.`,
      prose`Then nobody can sign in to it any more, and its sessions and API keys end. Your user stays, and so do your other accounts.`,
      prose`You are the root user, and it was not you, or you have thought better of it? Cancel the deletion before that date, for example with the command quiva account cancel-deletion. If it was not you, change your password as well: somebody can read your mail and is signed in as you.`,
    ],
  }
}
