import { type Content, link, moment, prose } from '../content.ts'
import type { Invitation } from './set-password.ts'

/** createUser and resendInvitation, to a user who can already sign in here. */
export function invitation(mail: Invitation): Content {
  return {
    subject: 'You Were Invited to an Account',
    blocks: [
      prose`${mail.invitedBy} invited you to the account “${mail.account}”, as ${mail.role}. Accept with your current password. Your password and your other accounts do not change.`,
      link('Accept the invitation', mail.link),
      prose`The link works once, for 48 hours: until ${moment(mail.expiresAt)}. A newer mail replaces it. If it has expired, ask ${mail.rootEmail}, the root user of the account, for a new invitation.`,
      prose`If you do not know the account, or do not want to join it, do nothing: nobody in it can see anything about you, and the invitation expires.`,
    ],
  }
}
