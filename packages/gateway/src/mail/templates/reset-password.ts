import { type Content, link, moment, prose } from '../content.ts'

/** requestResetPassword: only for who has a password and a confirmed address. */
type ResetPassword = {
  link: string
  /** Milliseconds since the epoch: 15 minutes after the request. */
  expiresAt: number
}

export function resetPassword(mail: ResetPassword): Content {
  return {
    subject: 'Reset Your Password',
    blocks: [
      prose`Somebody asked to reset the password of this address. If it was you, choose a new one:`,
      link('Choose a new password', mail.link),
      prose`The link works once, until ${moment(mail.expiresAt)}. A new password signs you out everywhere; your API keys go on.`,
      prose`Was it not you? Then do nothing: your password stays as it is.`,
    ],
  }
}
