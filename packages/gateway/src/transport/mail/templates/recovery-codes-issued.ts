import { type Content, moment, prose } from '../content.ts'

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
    subject: 'Recovery Codes Issued',
    blocks: [
      prose`On ${moment(mail.issuedAt)} ${who} issued ten new recovery codes for your user. Earlier codes no longer work.`,
      prose`If this was not intended, change your password, revoke your sessions, and issue new recovery codes.`,
    ],
  }
}
