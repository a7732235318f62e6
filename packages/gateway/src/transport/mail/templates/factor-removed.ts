import { type Content, moment, say } from '../content.ts'

export const factorRemovedTexts = {
  subject: 'A Second Factor Was Removed',
  paragraph_1:
    'On {removed_at} {who} {how} the {factor} of this address. If no other second factor is switched on, a password is now enough to sign in.',
  paragraph_2:
    'If this was not intended, change your password, revoke your sessions, and set up a second factor again.',
} as const

/** removeTotp, removePasskey, removeAllPasskeys, updateMfaSettings, and the operator's command. */
type FactorRemoved = {
  factor: 'totp' | 'passkey'
  how: 'removed' | 'switched off'
  /** False if an administrator of their account did it. */
  byOwner: boolean
  /** True if the operator did it, for example because the owner has lost the factor. */
  byOperator?: boolean
  /** Milliseconds since the epoch. */
  removedAt: number
}

export function factorRemoved(mail: FactorRemoved): Content {
  const factor = mail.factor === 'totp' ? 'authenticator app' : 'passkey'
  const others = mail.byOperator ? 'the operator of this gateway' : 'an administrator of your account'
  const who = mail.byOwner ? 'you' : others
  return {
    subject: factorRemovedTexts.subject,
    blocks: [
      say(factorRemovedTexts.paragraph_1, { removed_at: moment(mail.removedAt), who, how: mail.how, factor }),
      say(factorRemovedTexts.paragraph_2),
    ],
  }
}
