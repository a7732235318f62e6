import { type Content, link, moment, prose } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

/** requestEmailAddressChange, to the present address: nothing changes without it. */
type EmailChange = {
  newEmail: string
  link: string
  /** Milliseconds since the epoch: 24 hours after the request. */
  expiresAt: number
}

export function emailChange(mail: EmailChange): Content {
  return {
    subject: 'Email Change Requested',
    blocks: [
      prose`You asked to use another address here from now on: ${shownAddress(mail.newEmail)}. Nothing has changed yet. If that is what you want, allow it:`,
      link('Allow the change', mail.link),
      prose`A second mail then goes to the new address, and the link in that one makes the change. This link works once, until ${moment(mail.expiresAt)}; a newer request replaces it.`,
      prose`Was it not you? Then somebody is signed in as you, and knows your password if you have one. Do not follow the link: your address stays as it is. Change your password at once; that ends every other session.`,
    ],
  }
}
