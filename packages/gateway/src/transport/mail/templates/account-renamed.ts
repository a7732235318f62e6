import { type Content, moment, prose } from '../content.ts'

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
    subject: 'Your Account Has a New Name',
    blocks: [
      prose`On ${moment(mail.renamedAt)} the root user renamed the account “${mail.formerName}”. Its new name is “${mail.newName}”, and the old name does not work any more.`,
      prose`All sessions in the account were revoked, yours too. Sign in again, and use the new name where you are asked for an account. API keys still work.`,
    ],
  }
}
