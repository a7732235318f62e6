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
      prose`On ${moment(mail.usedAt)} somebody signed in as you with a recovery code, after your password or your OAuth provider. Recovery codes left: ${String(mail.left)}.`,
      prose`If this was you, issue new recovery codes when few are left, and set up a new second factor if you have lost yours.`,
      prose`If this was not you, change your password, revoke your sessions, and issue new recovery codes.`,
    ],
  }
}
