import { type Content, moment, prose } from '../content.ts'

/** renameAccount, to every member: they type the name when they sign in. */
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
      prose`On ${moment(mail.renamedAt)} the root user renamed the account “${mail.formerName}”. It is called “${mail.newName}” from now on, and the old name works no more.`,
      prose`Every session in it is ended, yours too: sign in again, with the new name where you are asked for one. API keys go on as they are.`,
    ],
  }
}
