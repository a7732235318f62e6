import { type Content, code, link, moment, prose } from '../content.ts'

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
    subject: 'Confirm Your Email Address',
    blocks: [
      prose`On ${moment(askedAt)} somebody signed up for the account “${mail.account}” with this email address. If this was you, confirm the address with your password. Then the account is created, and you can sign in.`,
      link('Confirm this address', mail.link),
      prose`Or enter this code where you signed up, or with the command quiva confirm:`,
      code(mail.code),
      prose`You can use the link or the code, once, until ${moment(mail.expiresAt)} (48 hours after the sign-up). Until you confirm, nobody can use the account, and another sign-up can take its name.`,
      prose`If this was not you, do nothing: without a confirmation, no account is created. Do not tell anybody the code, and do not enter it anywhere. If you signed up as well, look for the mail that names your own account and the time of your sign-up.`,
    ],
  }
}
