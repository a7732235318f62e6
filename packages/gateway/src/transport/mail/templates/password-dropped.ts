import { type Content, moment, prose } from '../content.ts'

/** confirmEmail of an address that was invited while nobody had proven it (Decision 10). */
type PasswordDropped = {
  /** Milliseconds since the epoch. */
  confirmedAt: number
}

export function passwordDropped(mail: PasswordDropped): Content {
  return {
    subject: 'Choose a New Password',
    blocks: [
      prose`On ${moment(mail.confirmedAt)} this address was confirmed. A password had been set before, by somebody who had not proven that the address is theirs, and meanwhile you were invited to an account. To be safe that password does not count.`,
      prose`Choose another one: reset it, for example with the command quiva password reset, or accept the invitation if you want to.`,
    ],
  }
}
