import { type Content, link, moment, say, type TemplateContext } from '../content.ts'

export const secondFactorFailedTexts = {
  subject: 'Somebody May Know Your Password',
  paragraph_1:
    'Sign-ins with your email address passed the first step (your password, or your OAuth provider) but failed at the second factor {failures} times, up to {noticed_at}. None of them succeeded.',
  paragraph_2:
    'If this was you, you do not need to do anything. If this was not you, somebody knows your password: choose another one now, and use it nowhere else.',
  button: 'Open the gateway',
} as const

/**
 * authWithTotp, authWithRecoveryCode, completeAuthWithPasskey: the password was correct, the second factor never was.
 */
type SecondFactorFailed = {
  failures: number
  /** Milliseconds since the epoch. */
  noticedAt: number
}

export function secondFactorFailed(mail: SecondFactorFailed, { publicUrl }: TemplateContext): Content {
  return {
    subject: secondFactorFailedTexts.subject,
    blocks: [
      say(secondFactorFailedTexts.paragraph_1, { failures: String(mail.failures), noticed_at: moment(mail.noticedAt) }),
      say(secondFactorFailedTexts.paragraph_2),
      link(secondFactorFailedTexts.button, `${publicUrl}/`),
    ],
  }
}
