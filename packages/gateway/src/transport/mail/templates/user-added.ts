import { type Content, moment, say } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

export const userAddedTexts = {
  subject: 'User Added',
  paragraph_1: 'On {added_at} {added_by} invited {name} ({email}) to the account “{account}”, as {role}.',
  paragraph_2:
    'The invitation can be accepted for 48 hours. You can withdraw it before then, for example with the command quiva users remove.',
  paragraph_3:
    'If you did not expect this, ask {added_by}. If it was not them, revoke their sessions, and check the members and API keys of the account.',
} as const

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
    subject: userAddedTexts.subject,
    blocks: [
      say(userAddedTexts.paragraph_1, {
        added_at: moment(mail.addedAt),
        added_by: mail.addedBy,
        name: mail.name,
        email: shownAddress(mail.email),
        account: mail.account,
        role: mail.role,
      }),
      say(userAddedTexts.paragraph_2),
      say(userAddedTexts.paragraph_3, { added_by: mail.addedBy }),
    ],
  }
}
