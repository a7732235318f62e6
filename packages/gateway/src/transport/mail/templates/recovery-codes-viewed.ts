import { type Content, moment, say } from '../content.ts'

export const recoveryCodesViewedTexts = {
  subject: 'Recovery Codes Viewed',
  paragraph_1: 'On {viewed_at} {who} viewed your recovery codes. Each code can replace your second factor once.',
  paragraph_2: 'If this was not intended, change your password, revoke your sessions, and issue new recovery codes.',
} as const

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
    subject: recoveryCodesViewedTexts.subject,
    blocks: [
      say(recoveryCodesViewedTexts.paragraph_1, { viewed_at: moment(mail.viewedAt), who }),
      say(recoveryCodesViewedTexts.paragraph_2),
    ],
  }
}
