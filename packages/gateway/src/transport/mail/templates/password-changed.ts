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
      prose`The password of this address was set on ${moment(mail.changedAt)}. Sessions that were open elsewhere are ended; API keys go on until they are deleted.`,
      prose`Was it not you? Then reset your password at once, and look through your sessions and API keys for any that are not yours.`,
    ],
  }
}
