import { type Content, link, moment, say } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

export const emailChangeTexts = {
  subject: 'Email Change Requested',
  paragraph_1:
    'Somebody who is signed in as you asked to change your email address to {new_email}. Nothing has changed yet. If this was you, allow the change:',
  button: 'Allow the change',
  paragraph_2:
    'We then send a second mail to the new address, and the link in that mail makes the change. This link works once, until {expires_at}; a newer request replaces it.',
  paragraph_3:
    'If this was not you, somebody is signed in as you, and knows your password if you have one. Do not open the link; your address then stays the same. Change your password at once; that revokes every other session.',
} as const

/** requestEmailAddressChange, to the present address: nothing changes before its owner allows it. */
type EmailChange = {
  newEmail: string
  link: string
  /** Milliseconds since the epoch: 24 hours after the request. */
  expiresAt: number
}

export function emailChange(mail: EmailChange): Content {
  return {
    subject: emailChangeTexts.subject,
    blocks: [
      say(emailChangeTexts.paragraph_1, { new_email: shownAddress(mail.newEmail) }),
      link(emailChangeTexts.button, mail.link),
      say(emailChangeTexts.paragraph_2, { expires_at: moment(mail.expiresAt) }),
      say(emailChangeTexts.paragraph_3),
    ],
  }
}
