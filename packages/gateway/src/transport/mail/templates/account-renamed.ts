import { type Content, moment, say } from '../content.ts'

export const accountRenamedTexts = {
  subject: 'Your Account Has a New Name',
  paragraph_1:
    'On {renamed_at} the root user renamed the account “{former_name}”. Its new name is “{new_name}”, and the old name does not work any more.',
  paragraph_2:
    'All sessions in the account were revoked, yours too. Sign in again, and use the new name where you are asked for an account. API keys still work.',
} as const

/** Sent by renameAccount to every member, since members type the name when they sign in. */
type AccountRenamed = {
  /** Display names. */
  formerName: string
  newName: string
  /** Milliseconds since the epoch. */
  renamedAt: number
}

export function accountRenamed(mail: AccountRenamed): Content {
  return {
    subject: accountRenamedTexts.subject,
    blocks: [
      say(accountRenamedTexts.paragraph_1, {
        renamed_at: moment(mail.renamedAt),
        former_name: mail.formerName,
        new_name: mail.newName,
      }),
      say(accountRenamedTexts.paragraph_2),
    ],
  }
}
