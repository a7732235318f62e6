import { type Content, link, moment, say } from '../content.ts'
import type { Invitation } from './set-password.ts'

export const invitationTexts = {
  subject: 'You Were Invited to an Account',
  paragraph_1:
    '{invited_by} invited you to the account “{account}”, as {role}. Accept with your current password. Your password and your other accounts do not change.',
  button: 'Accept the invitation',
  paragraph_2:
    'The link works once, for 48 hours: until {expires_at}. A newer mail replaces it. If it has expired, ask {root_email}, the root user of the account, for a new invitation.',
  paragraph_3:
    'If you do not know the account, or do not want to join it, do nothing: nobody in it can see anything about you, and the invitation expires.',
} as const

/** createUser and resendInvitation, to a user who can already sign in here. */
export function invitation(mail: Invitation): Content {
  return {
    subject: invitationTexts.subject,
    blocks: [
      say(invitationTexts.paragraph_1, { invited_by: mail.invitedBy, account: mail.account, role: mail.role }),
      link(invitationTexts.button, mail.link),
      say(invitationTexts.paragraph_2, { expires_at: moment(mail.expiresAt), root_email: mail.rootEmail }),
      say(invitationTexts.paragraph_3),
    ],
  }
}
