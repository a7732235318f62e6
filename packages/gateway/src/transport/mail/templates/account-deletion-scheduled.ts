import { type Content, moment, say } from '../content.ts'

export const accountDeletionScheduledTexts = {
  subject: 'Your Account Will Be Deleted',
  paragraph_1:
    'The root user has scheduled the account “{account}” for deletion on {deletion_date}. Until then everything works as before; save what you need.',
  paragraph_2:
    'After the deletion nobody can sign in to the account, and its sessions and API keys no longer work. Your user and your other accounts are not affected.',
  paragraph_3:
    'If you are the root user and want to keep the account, cancel the deletion before that date, for example with the command quiva account cancel-deletion. If you did not schedule it, change your password as well: somebody can read your mail and is signed in as you.',
} as const

/** deleteAccount, to every member: the account will be deleted in 14 days. */
type AccountDeletionScheduled = {
  /** Display name of the account. */
  account: string
  /** Milliseconds since the epoch. */
  deletionDate: number
}

export function accountDeletionScheduled(mail: AccountDeletionScheduled): Content {
  return {
    subject: accountDeletionScheduledTexts.subject,
    blocks: [
      say(accountDeletionScheduledTexts.paragraph_1, {
        account: mail.account,
        deletion_date: moment(mail.deletionDate),
      }),
      say(accountDeletionScheduledTexts.paragraph_2),
      say(accountDeletionScheduledTexts.paragraph_3),
    ],
  }
}
