import { type Content, link, moment, prose } from '../content.ts'

/** createUser and resendInvitation, to a user who cannot sign in here yet. */
export type Invitation = {
  /** Display name of the account, as the user who created it typed it. */
  account: string
  /** Address of the user who invites. */
  invitedBy: string
  /** Address of the account's root, whom the user can ask for another invitation. */
  rootEmail: string
  /** The role that the user will have in the account. */
  role: string
  link: string
  /** Milliseconds since the epoch: 48 h after the mail. */
  expiresAt: number
}

export function setPassword(mail: Invitation): Content {
  return {
    subject: 'Set Your Password',
    blocks: [
      prose`${mail.invitedBy} invited you to the account “${mail.account}”, as ${mail.role}. Choose a password to accept:`,
      link('Set your password', mail.link),
      prose`The link works once, for 48 hours: until ${moment(mail.expiresAt)}. A newer mail replaces it. If it has expired, ask ${mail.rootEmail}, the root user of the account, for a new invitation.`,
      prose`If you do not know the account, or do not want to join it, do nothing: nothing happens without your password, and the invitation expires.`,
    ],
  }
}
