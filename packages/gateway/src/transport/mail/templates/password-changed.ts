import { type Content, moment, say } from '../content.ts'

export const passwordChangedTexts = {
  subject: 'Your Password Was Changed',
  paragraph_1:
    'Your password was changed on {changed_at}. Your other sessions were revoked; API keys still work until they are deleted.',
  paragraph_2:
    'If this was not you, reset your password at once, and check your sessions and API keys for any that you do not know.',
} as const

/** resetPassword and setPassword: a notice, without a link that acts. */
type PasswordChanged = {
  /** Milliseconds since the epoch. */
  changedAt: number
}

export function passwordChanged(mail: PasswordChanged): Content {
  return {
    subject: passwordChangedTexts.subject,
    blocks: [
      say(passwordChangedTexts.paragraph_1, { changed_at: moment(mail.changedAt) }),
      say(passwordChangedTexts.paragraph_2),
    ],
  }
}
