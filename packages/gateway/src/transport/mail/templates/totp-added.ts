import { type Content, moment, say } from '../content.ts'

export const totpAddedTexts = {
  subject: 'Authenticator App Added',
  paragraph_1:
    'An authenticator app was set up for your user on {added_at}. It replaces an earlier one, if you had one. From now on you are asked for its code after the password.',
  paragraph_2: 'If this was you, keep your recovery codes in a place where you can find them without your phone.',
  paragraph_3:
    'If this was not you, somebody is signed in as you: change your password, revoke your sessions, and remove the authenticator app.',
} as const

/** confirmTotpRegistration */
type TotpAdded = {
  /** Milliseconds since the epoch. */
  addedAt: number
}

export function totpAdded(mail: TotpAdded): Content {
  return {
    subject: totpAddedTexts.subject,
    blocks: [
      say(totpAddedTexts.paragraph_1, { added_at: moment(mail.addedAt) }),
      say(totpAddedTexts.paragraph_2),
      say(totpAddedTexts.paragraph_3),
    ],
  }
}
