import { type Content, moment, prose } from '../content.ts'

/** completeAuthWithPasskey: the signature was good, but its counter was not beyond the last one. */
type PasskeyCopied = {
  /** Milliseconds since the epoch. */
  noticedAt: number
}

export function passkeyCopied(mail: PasskeyCopied): Content {
  return {
    subject: 'A Passkey May Have Been Copied',
    blocks: [
      prose`On ${moment(mail.noticedAt)} a sign-in with one of your passkeys was refused, because its counter had not increased since the last sign-in. This happens when an authenticator was copied, or when it was reset.`,
      prose`Remove the passkey, and register it again if you trust the authenticator. Check your sessions for any that you do not know.`,
    ],
  }
}
