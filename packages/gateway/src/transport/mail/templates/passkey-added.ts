import { type Content, moment, prose } from '../content.ts'

/** completePasskeyRegistration */
type PasskeyAdded = {
  /** What its owner called it. */
  alias: string
  /** Milliseconds since the epoch. */
  addedAt: number
}

export function passkeyAdded(mail: PasskeyAdded): Content {
  return {
    subject: 'Passkey Added',
    blocks: [
      prose`The passkey “${mail.alias}” was added to this address on ${moment(mail.addedAt)}. It signs in without a password, and it is asked for after the password.`,
      prose`Was it you? Then keep your recovery codes where you find them without it.`,
      prose`Was it not you? Then somebody is signed in as you: change your password, end your sessions, and remove the passkey.`,
    ],
  }
}
