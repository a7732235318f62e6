import { type Content, moment, prose } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

/** changeEmailAddressAction, to both addresses after the change. */
type EmailChanged = {
  oldEmail: string
  newEmail: string
  /** Milliseconds since the epoch. */
  changedAt: number
}

export function emailChanged(mail: EmailChanged): Content {
  return {
    subject: 'Your Email Address Was Changed',
    blocks: [
      prose`On ${moment(mail.changedAt)} your address here was changed from ${shownAddress(mail.oldEmail)} to ${shownAddress(mail.newEmail)}. Sign in with the new address; your password stays the same. Links and codes that we sent to the old address no longer work, and your other sessions were revoked. API keys still work until they are deleted.`,
      prose`If this was not you, somebody can read your mail and is signed in as you. Tell the root user of your account or the operator of the gateway at once: you cannot undo the change from the old address.`,
    ],
  }
}
