import { type Content, moment, say } from '../content.ts'

export const userDeletedTexts = {
  subject: 'Your User Was Deleted',
  paragraph_1:
    'The user with this email address was deleted on {deleted_at}, with a code from a mail to this address. Its password, second factors, memberships, sessions and API keys were deleted too. This cannot be undone.',
  paragraph_2: 'The accounts continue without you. You can sign up again with this address, or be invited.',
  paragraph_3:
    'If this was not you, somebody can read your mail. Secure your mailbox first, then ask for a new invitation.',
} as const

/** deleteUser, to the address of the deleted user. */
type UserDeleted = {
  /** Milliseconds since the epoch. */
  deletedAt: number
}

export function userDeleted(mail: UserDeleted): Content {
  return {
    subject: userDeletedTexts.subject,
    blocks: [
      say(userDeletedTexts.paragraph_1, { deleted_at: moment(mail.deletedAt) }),
      say(userDeletedTexts.paragraph_2),
      say(userDeletedTexts.paragraph_3),
    ],
  }
}
