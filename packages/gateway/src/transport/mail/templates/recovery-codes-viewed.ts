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
    subject: 'Recovery Codes Viewed',
    blocks: [
      prose`On ${moment(mail.viewedAt)} ${who} viewed your recovery codes. Each code can replace your second factor once.`,
      prose`If this was not intended, change your password, revoke your sessions, and issue new recovery codes.`,
    ],
  }
}
