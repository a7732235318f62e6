import { type Content, code, moment, prose } from '../content.ts'

/** getEmailCode: confirms a change that cannot be undone, such as renaming or closing an account. */
type EmailCode = {
  /** Six digits. */
  code: string
  /** Milliseconds since the epoch: 15 minutes after the request. */
  expiresAt: number
}

export function emailCode(mail: EmailCode): Content {
  return {
    subject: 'Your Verification Code',
    blocks: [
      prose`Enter this code to confirm what you are about to do:`,
      code(mail.code),
      prose`It works once, until ${moment(mail.expiresAt)}. A newer code replaces it.`,
      prose`You did not ask for a code? Then somebody is signed in as you: end that session and change your password. Never tell anybody the code.`,
    ],
  }
}
