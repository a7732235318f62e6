import { type Content, code, link, moment, prose } from '../content.ts'

/** createAccount and resendAccountConfirmation: prove the root's address (behaviour.md 1.10, Decision 12). */
type ConfirmEmail = {
  /** Display name of the account, as its founder typed it. */
  account: string
  /** Ten digits. */
  code: string
  link: string
  /** When link and code end, milliseconds since the epoch: 48 h after the account was created, also in a later mail. */
  expiresAt: number
}

export function confirmEmail(mail: ConfirmEmail): Content {
  return {
    subject: 'Confirm Your Email Address',
    blocks: [
      prose`The account “${mail.account}” was created with this email address. Please confirm that the address is yours; then you can sign in.`,
      link('Confirm this address', mail.link),
      prose`Or enter this code, for example with the command quiva confirm:`,
      code(mail.code),
      prose`The link and the code are one and work once, until ${moment(mail.expiresAt)}. An account that is not confirmed within 48 hours is removed, and its name is free again.`,
      prose`You did not create this account? Then do nothing: without the confirmation it goes away by itself. Never tell anybody the code.`,
    ],
  }
}
