import { type Content, link, moment, prose } from '../content.ts'
import { shownAddress } from '../shown-address.ts'

/** changeEmailAddressAction, to the new address: it has to prove itself (Decision 13). */
type EmailChangeProof = {
  oldEmail: string
  link: string
  /** Milliseconds since the epoch: 24 hours after the old address has allowed it. */
  expiresAt: number
}

export function emailChangeProof(mail: EmailChangeProof): Content {
  return {
    subject: 'Confirm Your New Email Address',
    blocks: [
      prose`The user with the address ${shownAddress(mail.oldEmail)} wants to use this one from now on. If that is you, confirm it:`,
      link('Use this address', mail.link),
      prose`The link works once, until ${moment(mail.expiresAt)}. From then on you sign in with this address. Sessions that are open elsewhere end; API keys go on.`,
      prose`Is it not you? Then do nothing: without the link nothing changes. Following it would make this address that of somebody else’s user.`,
    ],
  }
}
