import { type Content, link, moment, prose } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

/** changeEmailAddressAction, to the new address: its owner has to prove that mails reach them. */
type EmailChangeProof = {
  oldEmail: string
  link: string
  /** Milliseconds since the epoch: 24 hours after the owner of the old address has allowed the change. */
  expiresAt: number
}

export function emailChangeProof(mail: EmailChangeProof): Content {
  return {
    subject: 'Confirm Your New Email Address',
    blocks: [
      prose`The user with the address ${shownAddress(mail.oldEmail)} wants to use this address from now on. If this is you, confirm it:`,
      link('Use this address', mail.link),
      prose`The link works once, until ${moment(mail.expiresAt)}. After you use it, you sign in with this address. Your other sessions are revoked; API keys still work.`,
      prose`If this is not you, do nothing: nothing changes unless you open the link. The link would give this address to another person’s user.`,
    ],
  }
}
