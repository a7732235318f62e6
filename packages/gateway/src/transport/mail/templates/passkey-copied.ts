import { type Content, moment, say } from '../content.ts'

export const passkeyCopiedTexts = {
  subject: 'A Passkey May Have Been Copied',
  paragraph_1:
    'On {noticed_at} a sign-in with one of your passkeys was refused, because its counter had not increased since the last sign-in. This happens when an authenticator was copied, or when it was reset.',
  paragraph_2:
    'Remove the passkey, and register it again if you trust the authenticator. Check your sessions for any that you do not know.',
} as const

/** completeAuthWithPasskey: the signature was good, but its counter was not beyond the last one. */
type PasskeyCopied = {
  /** Milliseconds since the epoch. */
  noticedAt: number
}

export function passkeyCopied(mail: PasskeyCopied): Content {
  return {
    subject: passkeyCopiedTexts.subject,
    blocks: [
      say(passkeyCopiedTexts.paragraph_1, { noticed_at: moment(mail.noticedAt) }),
      say(passkeyCopiedTexts.paragraph_2),
    ],
  }
}
