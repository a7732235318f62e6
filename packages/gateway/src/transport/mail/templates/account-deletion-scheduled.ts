import { type Content, moment, prose } from '../content.ts'

/** deleteAccount, to every member: the account will be deleted in 14 days. */
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
      prose`The root user has scheduled the account “${mail.account}” for deletion on ${moment(mail.deletionDate)}. Until then everything works as before; save what you need.`,
      prose`After the deletion nobody can sign in to the account, and its sessions and API keys no longer work. Your user and your other accounts are not affected.`,
      prose`If you are the root user and want to keep the account, cancel the deletion before that date, for example with the command quiva account cancel-deletion. If you did not schedule it, change your password as well: somebody can read your mail and is signed in as you.`,
    ],
  }
}
