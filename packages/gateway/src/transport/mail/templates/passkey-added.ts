import { type Content, moment, prose } from '../content.ts'

/** completePasskeyRegistration */
type PasskeyAdded = {
  /** The name that the owner gave it. */
  alias: string
  /** Milliseconds since the epoch. */
  addedAt: number
}

export function passkeyAdded(mail: PasskeyAdded): Content {
  return {
    subject: 'Passkey Added',
    blocks: [
      prose`The passkey “${mail.alias}” was added to your user on ${moment(mail.addedAt)}. You can sign in with it without a password. If you sign in with your password, you are asked for it as the second factor.`,
      prose`If this was you, keep your recovery codes in a place where you can find them without the passkey.`,
      prose`If this was not you, somebody is signed in as you: change your password, revoke your sessions, and remove the passkey.`,
    ],
  }
}
