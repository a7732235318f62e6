import { type Content, link, moment, prose, type TemplateContext } from '../content.ts'

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
    subject: 'Somebody May Know Your Password',
    blocks: [
      prose`Sign-ins with your email address passed the first step (your password, or your OAuth provider) but failed at the second factor ${String(mail.failures)} times, up to ${moment(mail.noticedAt)}. None of them succeeded.`,
      prose`If this was you, you do not need to do anything. If this was not you, somebody knows your password: choose another one now, and use it nowhere else.`,
      link('Open the gateway', `${publicUrl}/`),
    ],
  }
}
