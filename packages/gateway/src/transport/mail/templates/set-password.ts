import { type Content, link, moment, say } from '../content.ts'

export const setPasswordTexts = {
  subject: 'Set Your Password',
  paragraph_1: '{invited_by} invited you to the account “{account}”, as {role}. Choose a password to accept:',
  button: 'Set your password',
  paragraph_2:
    'The link works once, for 48 hours: until {expires_at}. A newer mail replaces it. If it has expired, ask {root_email}, the root user of the account, for a new invitation.',
  paragraph_3:
    'If you do not know the account, or do not want to join it, do nothing: nothing happens without your password, and the invitation expires.',
} as const

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
    subject: setPasswordTexts.subject,
    blocks: [
      say(setPasswordTexts.paragraph_1, { invited_by: mail.invitedBy, account: mail.account, role: mail.role }),
      link(setPasswordTexts.button, mail.link),
      say(setPasswordTexts.paragraph_2, { expires_at: moment(mail.expiresAt), root_email: mail.rootEmail }),
      say(setPasswordTexts.paragraph_3),
    ],
  }
}
