import { type Content, moment, say } from '../content.ts'

export const passwordDroppedTexts = {
  subject: 'Choose a New Password',
  paragraph_1:
    'On {confirmed_at} this email address was confirmed. Before that, somebody who had not proven that the address is theirs had set a password for it, and you were invited to an account. To be safe, we removed that password.',
  paragraph_2:
    'Choose a new password: reset it, for example with the command quiva password reset, or accept the invitation if you want to join that account.',
} as const

/** confirmEmail, if the address was invited to an account before anybody had confirmed it. */
type PasswordDropped = {
  /** Milliseconds since the epoch. */
  confirmedAt: number
}

export function passwordDropped(mail: PasswordDropped): Content {
  return {
    subject: passwordDroppedTexts.subject,
    blocks: [
      say(passwordDroppedTexts.paragraph_1, { confirmed_at: moment(mail.confirmedAt) }),
      say(passwordDroppedTexts.paragraph_2),
    ],
  }
}
