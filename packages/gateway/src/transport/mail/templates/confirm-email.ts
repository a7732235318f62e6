import { type Content, code, link, moment, prose } from '../content.ts'

/** createAccount and resendAccountConfirmation: prove the root's address (behaviour.md 1.10, Decision 12). */
type ConfirmEmail = {
  /** Display name of the account, as its founder typed it. */
  account: string
  /** Ten digits. */
  code: string
  link: string
  /** When somebody asked for the account, milliseconds since the epoch; absent in mails that an older version queued. */
  askedAt?: number
  /** When link and code end, milliseconds since the epoch: 48 h after the account was asked for, also in a later mail. */
  expiresAt: number
}

export function confirmEmail(mail: ConfirmEmail): Content {
  const askedAt = mail.askedAt ?? mail.expiresAt - 48 * 3_600_000
  return {
    subject: 'Confirm Your Email Address',
    blocks: [
      prose`On ${moment(askedAt)} somebody asked for the account “${mail.account}” with this email address. Was it you? Then confirm the address, with your password: the account is made, and you can sign in.`,
      link('Confirm this address', mail.link),
      prose`Or enter this code where you signed up, or with the command quiva confirm:`,
      code(mail.code),
      prose`The link and the code are one and work once, until ${moment(mail.expiresAt)}, 48 hours after that. Nobody can use the account before, and another sign-up that is confirmed first may take its name.`,
      prose`It was not you? Then do nothing: without the confirmation it comes to nothing. Never tell anybody the code, and do not enter it anywhere. You also signed up yourself? Then look for the mail that names your own account and the time when you asked.`,
    ],
  }
}
