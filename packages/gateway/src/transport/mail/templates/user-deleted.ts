import { type Content, moment, prose } from '../content.ts'

/** deleteUser, to the address that the person had. */
type UserDeleted = {
  /** Milliseconds since the epoch. */
  deletedAt: number
}

export function userDeleted(mail: UserDeleted): Content {
  return {
    subject: 'Your User Was Deleted',
    blocks: [
      prose`The user with this email address was deleted on ${moment(mail.deletedAt)}, with a code that was mailed here: with its password and second factors, its place in every account, its sessions and its API keys. It cannot be brought back.`,
      prose`The accounts go on without you. You may sign up again with this address, or be invited.`,
      prose`Was it not you? Then somebody can read your mail. See to that first, then ask for a new invitation.`,
    ],
  }
}
