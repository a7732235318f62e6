import { type Content, moment, prose } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

/** changeEmailAddressAction, to both addresses once the change is made. */
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
      prose`On ${moment(mail.changedAt)} your address here was changed from ${shownAddress(mail.oldEmail)} to ${shownAddress(mail.newEmail)}. Sign in with the new one; your password stays the same. Links and codes that went to the old address have ended, and so have your other sessions. API keys go on until they are deleted.`,
      prose`Was it not you? Then somebody has got into your mailbox and your account. Tell the root of your account or the operator of the gateway at once: from the old address nothing can be undone any more.`,
    ],
  }
}
