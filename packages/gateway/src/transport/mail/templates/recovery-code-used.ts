import { type Content, moment, say } from '../content.ts'

export const recoveryCodeUsedTexts = {
  subject: 'A Recovery Code Was Used',
  paragraph_1:
    'On {used_at} somebody signed in as you with a recovery code, after your password or your OAuth provider. Recovery codes left: {left}.',
  paragraph_2:
    'If this was you, issue new recovery codes when few are left, and set up a new second factor if you have lost yours.',
  paragraph_3: 'If this was not you, change your password, revoke your sessions, and issue new recovery codes.',
} as const

/** authWithRecoveryCode */
type RecoveryCodeUsed = {
  /** How many codes are left. */
  left: number
  /** Milliseconds since the epoch. */
  usedAt: number
}

export function recoveryCodeUsed(mail: RecoveryCodeUsed): Content {
  return {
    subject: recoveryCodeUsedTexts.subject,
    blocks: [
      say(recoveryCodeUsedTexts.paragraph_1, { used_at: moment(mail.usedAt), left: String(mail.left) }),
      say(recoveryCodeUsedTexts.paragraph_2),
      say(recoveryCodeUsedTexts.paragraph_3),
    ],
  }
}
