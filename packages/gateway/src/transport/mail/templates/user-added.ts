import { type Content, moment, prose } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

/** createUser: a notice to the account's administrators. */
type UserAdded = {
  /** Display name of the account. */
  account: string
  email: string
  /** The user's name as the inviter typed it. */
  name: string
  role: string
  /** Address of the user who did it. */
  addedBy: string
  /** Milliseconds since the epoch. */
  addedAt: number
}

export function userAdded(mail: UserAdded): Content {
  return {
    subject: 'User Added',
    blocks: [
      prose`On ${moment(mail.addedAt)} ${mail.addedBy} invited ${mail.name} (${shownAddress(mail.email)}) to the account “${mail.account}”, as ${mail.role}.`,
      prose`The invitation can be accepted for 48 hours. You can withdraw it before then, for example with the command quiva users remove.`,
      prose`If you did not expect this, ask ${mail.addedBy}. If it was not them, revoke their sessions, and check the members and API keys of the account.`,
    ],
  }
}
