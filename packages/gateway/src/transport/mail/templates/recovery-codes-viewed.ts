import { type Content, moment, prose } from '../content.ts'

/** viewRecoveryCodes */
type RecoveryCodesViewed = {
  /** False if an administrator of their account did it. */
  byOwner: boolean
  /** Milliseconds since the epoch. */
  viewedAt: number
}

export function recoveryCodesViewed(mail: RecoveryCodesViewed): Content {
  const who = mail.byOwner ? 'you' : 'an administrator of your account'
  return {
    subject: 'Security Codes Viewed',
    blocks: [
      prose`On ${moment(mail.viewedAt)} ${who} looked at the recovery codes of this address. Each of them stands in for the second factor once.`,
      prose`Was that not meant? Then change your password, end your sessions, and have new codes made.`,
    ],
  }
}
