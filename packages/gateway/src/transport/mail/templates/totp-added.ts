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
      prose`An authenticator app was set up for your user on ${moment(mail.addedAt)}. It replaces an earlier one, if you had one. From now on you are asked for its code after the password.`,
      prose`If this was you, keep your recovery codes in a place where you can find them without your phone.`,
      prose`If this was not you, somebody is signed in as you: change your password, revoke your sessions, and remove the authenticator app.`,
    ],
  }
}
