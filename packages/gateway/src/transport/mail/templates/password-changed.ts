import { type Content, moment, prose } from '../content.ts'

/** resetPassword and setPassword: a notice, without a link that acts. */
type PasswordChanged = {
  /** Milliseconds since the epoch. */
  changedAt: number
}

export function passwordChanged(mail: PasswordChanged): Content {
  return {
    subject: 'Your Password Was Changed',
    blocks: [
      prose`Your password was changed on ${moment(mail.changedAt)}. Your other sessions were revoked; API keys still work until they are deleted.`,
      prose`If this was not you, reset your password at once, and check your sessions and API keys for any that you do not know.`,
    ],
  }
}
