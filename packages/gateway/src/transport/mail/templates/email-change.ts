import { type Content, link, moment, prose } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

/** requestEmailAddressChange, to the present address: nothing changes before its owner allows it. */
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
      prose`Somebody who is signed in as you asked to change your email address to ${shownAddress(mail.newEmail)}. Nothing has changed yet. If this was you, allow the change:`,
      link('Allow the change', mail.link),
      prose`We then send a second mail to the new address, and the link in that mail makes the change. This link works once, until ${moment(mail.expiresAt)}; a newer request replaces it.`,
      prose`If this was not you, somebody is signed in as you, and knows your password if you have one. Do not open the link; your address then stays the same. Change your password at once; that revokes every other session.`,
    ],
  }
}
