import { type Content, moment, prose } from '../content.ts'

/** confirmTotpRegistration */
type TotpAdded = {
  /** Milliseconds since the epoch. */
  addedAt: number
}

export function totpAdded(mail: TotpAdded): Content {
  return {
    subject: 'Authenticator App Added',
    blocks: [
      prose`An authenticator app was set up for this address on ${moment(mail.addedAt)}, in place of an earlier one if there was one. From now on its codes are asked for after the password.`,
      prose`Was it you? Then keep your recovery codes where you find them without your phone.`,
      prose`Was it not you? Then somebody is signed in as you: change your password, end your sessions, and remove the authenticator app.`,
    ],
  }
}
