import { type Content, moment, say } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

export const emailChangedTexts = {
  subject: 'Your Email Address Was Changed',
  paragraph_1:
    'On {changed_at} your address here was changed from {old_email} to {new_email}. Sign in with the new address; your password stays the same. Links and codes that we sent to the old address no longer work, and your other sessions were revoked. API keys still work until they are deleted.',
  paragraph_2:
    'If this was not you, somebody can read your mail and is signed in as you. Tell the root user of your account or the operator of the gateway at once: you cannot undo the change from the old address.',
} as const

/** changeEmailAddressAction, to both addresses after the change. */
type EmailChanged = {
  oldEmail: string
  newEmail: string
  /** Milliseconds since the epoch. */
  changedAt: number
}

export function emailChanged(mail: EmailChanged): Content {
  return {
    subject: emailChangedTexts.subject,
    blocks: [
      say(emailChangedTexts.paragraph_1, {
        changed_at: moment(mail.changedAt),
        old_email: shownAddress(mail.oldEmail),
        new_email: shownAddress(mail.newEmail),
      }),
      say(emailChangedTexts.paragraph_2),
    ],
  }
}
