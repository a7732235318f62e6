import { type Content, moment, prose } from '../content.ts'

/** authWithRecoveryCode */
type RecoveryCodeUsed = {
  /** How many codes are left. */
  left: number
  /** Milliseconds since the epoch. */
  usedAt: number
}

export function recoveryCodeUsed(mail: RecoveryCodeUsed): Content {
  return {
    subject: 'A Recovery Code Was Used',
    blocks: [
      prose`On ${moment(mail.usedAt)} somebody signed in as you with your password, or through your provider, and a recovery code. Codes that are left: ${String(mail.left)}.`,
      prose`Was it you? Then have new codes made when few are left, or a second factor set up again if it is lost.`,
      prose`Was it not you? Then change your password, end your sessions, and have new codes made.`,
    ],
  }
}
