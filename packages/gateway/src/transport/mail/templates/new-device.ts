import { type Content, moment, say } from '../content.ts'

export const newDeviceTexts = {
  subject: 'A New Sign-In to Your Account',
  paragraph_1:
    'On {signed_in_at} somebody signed in as you to the account “{account}”, with {browser} on {platform}, from {ip} ({location}).',
  paragraph_2: 'If this was you, you do not need to do anything.',
  paragraph_3:
    'If this was not you, change your password at once; that revokes every other session. Then check your API keys for any that you do not know.',
} as const

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
    subject: newDeviceTexts.subject,
    blocks: [
      say(newDeviceTexts.paragraph_1, {
        signed_in_at: moment(mail.signedInAt),
        account: mail.account,
        browser: mail.browser,
        platform: mail.platform,
        ip: mail.ip,
        location: mail.location,
      }),
      say(newDeviceTexts.paragraph_2),
      say(newDeviceTexts.paragraph_3),
    ],
  }
}
