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
    subject: 'Security Codes Issued',
    blocks: [
      prose`On ${moment(mail.issuedAt)} ${who} had ten new recovery codes made for this address. Those that were there before are worthless now.`,
      prose`Was that not meant? Then change your password, end your sessions, and have new codes made.`,
    ],
  }
}
