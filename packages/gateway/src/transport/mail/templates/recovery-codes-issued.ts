import { type Content, moment, say } from '../content.ts'

export const recoveryCodesIssuedTexts = {
  subject: 'Recovery Codes Issued',
  paragraph_1: 'On {issued_at} {who} issued ten new recovery codes for your user. Earlier codes no longer work.',
  paragraph_2: 'If this was not intended, change your password, revoke your sessions, and issue new recovery codes.',
} as const

/** issueRecoveryCodes */
type RecoveryCodesIssued = {
  /** False if an administrator of their account did it. */
  byOwner: boolean
  /** Milliseconds since the epoch. */
  issuedAt: number
}

export function recoveryCodesIssued(mail: RecoveryCodesIssued): Content {
  const who = mail.byOwner ? 'you' : 'an administrator of your account'
  return {
    subject: recoveryCodesIssuedTexts.subject,
    blocks: [
      say(recoveryCodesIssuedTexts.paragraph_1, { issued_at: moment(mail.issuedAt), who }),
      say(recoveryCodesIssuedTexts.paragraph_2),
    ],
  }
}
