import { type Content, moment, prose } from '../content.ts'

/** deleteUser, to the address of the deleted user. */
type UserDeleted = {
  /** Milliseconds since the epoch. */
  deletedAt: number
}

export function userDeleted(mail: UserDeleted): Content {
  return {
    subject: 'Your User Was Deleted',
    blocks: [
      prose`The user with this email address was deleted on ${moment(mail.deletedAt)}, with a code from a mail to this address. Its password, second factors, memberships, sessions and API keys were deleted too. This cannot be undone.`,
      prose`The accounts continue without you. You can sign up again with this address, or be invited.`,
      prose`If this was not you, somebody can read your mail. Secure your mailbox first, then ask for a new invitation.`,
    ],
  }
}
