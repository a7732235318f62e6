import { type Content, moment, prose } from '../content.ts'

/** Somebody signed in as the user from a browser and network that the user has not used lately. */
type NewDevice = {
  /** Display name of the account. */
  account: string
  /** Such as `Firefox 140`. */
  browser: string
  /** Such as `Linux`. */
  platform: string
  ip: string
  /** Such as `Lisbon, Portugal`, or `unknown`. */
  location: string
  /** Milliseconds since the epoch. */
  signedInAt: number
}

export function newDevice(mail: NewDevice): Content {
  return {
    subject: 'A New Sign-In to Your Account',
    blocks: [
      prose`On ${moment(mail.signedInAt)} somebody signed in as you to the account “${mail.account}”, with ${mail.browser} on ${mail.platform}, from ${mail.ip} (${mail.location}).`,
      prose`If this was you, you do not need to do anything.`,
      prose`If this was not you, change your password at once; that revokes every other session. Then check your API keys for any that you do not know.`,
    ],
  }
}
