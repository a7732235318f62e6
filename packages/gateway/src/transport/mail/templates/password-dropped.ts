import { type Content, moment, prose } from '../content.ts'

/** confirmEmail, if the address was invited to an account before anybody had confirmed it. */
type PasswordDropped = {
  /** Milliseconds since the epoch. */
  confirmedAt: number
}

export function passwordDropped(mail: PasswordDropped): Content {
  return {
    subject: 'Choose a New Password',
    blocks: [
      prose`On ${moment(mail.confirmedAt)} this email address was confirmed. Before that, somebody who had not proven that the address is theirs had set a password for it, and you were invited to an account. To be safe, we removed that password.`,
      prose`Choose a new password: reset it, for example with the command quiva password reset, or accept the invitation if you want to join that account.`,
    ],
  }
}
