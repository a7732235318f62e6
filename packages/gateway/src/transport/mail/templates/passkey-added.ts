import { type Content, moment, say } from '../content.ts'

export const passkeyAddedTexts = {
  subject: 'Passkey Added',
  paragraph_1:
    'The passkey “{alias}” was added to your user on {added_at}. You can sign in with it without a password. If you sign in with your password, you are asked for it as the second factor.',
  paragraph_2: 'If this was you, keep your recovery codes in a place where you can find them without the passkey.',
  paragraph_3:
    'If this was not you, somebody is signed in as you: change your password, revoke your sessions, and remove the passkey.',
} as const

/** completePasskeyRegistration */
type PasskeyAdded = {
  /** The name that the owner gave it. */
  alias: string
  /** Milliseconds since the epoch. */
  addedAt: number
}

export function passkeyAdded(mail: PasskeyAdded): Content {
  return {
    subject: passkeyAddedTexts.subject,
    blocks: [
      say(passkeyAddedTexts.paragraph_1, { alias: mail.alias, added_at: moment(mail.addedAt) }),
      say(passkeyAddedTexts.paragraph_2),
      say(passkeyAddedTexts.paragraph_3),
    ],
  }
}
