import { type Content, link, moment, say } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

export const emailChangeProofTexts = {
  subject: 'Confirm Your New Email Address',
  paragraph_1:
    'The user with the address {old_email} wants to use this address from now on. If this is you, confirm it:',
  button: 'Use this address',
  paragraph_2:
    'The link works once, until {expires_at}. After you use it, you sign in with this address. Your other sessions are revoked; API keys still work.',
  paragraph_3:
    'If this is not you, do nothing: nothing changes unless you open the link. The link would give this address to another person’s user.',
} as const

/** changeEmailAddressAction, to the new address: its owner has to prove that mails reach them. */
type EmailChangeProof = {
  oldEmail: string
  link: string
  /** Milliseconds since the epoch: 24 hours after the owner of the old address has allowed the change. */
  expiresAt: number
}

export function emailChangeProof(mail: EmailChangeProof): Content {
  return {
    subject: emailChangeProofTexts.subject,
    blocks: [
      say(emailChangeProofTexts.paragraph_1, { old_email: shownAddress(mail.oldEmail) }),
      link(emailChangeProofTexts.button, mail.link),
      say(emailChangeProofTexts.paragraph_2, { expires_at: moment(mail.expiresAt) }),
      say(emailChangeProofTexts.paragraph_3),
    ],
  }
}
