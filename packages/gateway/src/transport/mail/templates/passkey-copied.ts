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
      prose`On ${moment(mail.noticedAt)} a sign-in with one of your passkeys was refused: its counter had not gone on since the last time. A copy of an authenticator looks like that, and so does one that was reset.`,
      prose`Remove the passkey, and register it again if you trust the authenticator. Look through your sessions for any that are not yours.`,
    ],
  }
}
