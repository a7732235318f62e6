import { type Content, code, link, moment, say } from '../content.ts'

export const confirmEmailTexts = {
  subject: 'Confirm Your Email Address',
  paragraph_1:
    'On {asked_at} somebody signed up for the account “{account}” with this email address. If this was you, confirm the address with your password. Then the account is created, and you can sign in.',
  button: 'Confirm this address',
  paragraph_2: 'Or enter this code where you signed up, or with the command quiva confirm:',
  paragraph_3:
    'You can use the link or the code, once, until {expires_at} (48 hours after the sign-up). Until you confirm, nobody can use the account, and another sign-up can take its name.',
  paragraph_4:
    'If this was not you, do nothing: without a confirmation, no account is created. Do not tell anybody the code, and do not enter it anywhere. If you signed up as well, look for the mail that names your own account and the time of your sign-up.',
} as const

/** createAccount and resendAccountConfirmation: the link and the code prove that the root owns the address. */
type ConfirmEmail = {
  /** Display name of the account, as the user who created it typed it. */
  account: string
  /** Ten digits. */
  code: string
  link: string
  /** When somebody signed up, milliseconds since the epoch; absent in mails that an older version queued. */
  askedAt?: number
  /** When link and code expire, milliseconds since the epoch: 48 h after the sign-up, in a second mail, too. */
  expiresAt: number
}

export function confirmEmail(mail: ConfirmEmail): Content {
  const askedAt = mail.askedAt ?? mail.expiresAt - 48 * 3_600_000
  return {
    subject: confirmEmailTexts.subject,
    blocks: [
      say(confirmEmailTexts.paragraph_1, { asked_at: moment(askedAt), account: mail.account }),
      link(confirmEmailTexts.button, mail.link),
      say(confirmEmailTexts.paragraph_2),
      code(mail.code),
      say(confirmEmailTexts.paragraph_3, { expires_at: moment(mail.expiresAt) }),
      say(confirmEmailTexts.paragraph_4),
    ],
  }
}
