import { type Content, link, moment, prose, type TemplateContext } from '../content.ts'

/** authWithTotp, authWithRecoveryCode, completeAuthWithPasskey: the password was right, the second factor never. */
type SecondFactorFailed = {
  failures: number
  /** Milliseconds since the epoch. */
  noticedAt: number
}

export function secondFactorFailed(mail: SecondFactorFailed, { publicUrl }: TemplateContext): Content {
  return {
    subject: 'Somebody May Know Your Password',
    blocks: [
      prose`Until ${moment(mail.noticedAt)}, sign-ins with your address got past the first step (your password, or your OAuth provider) and failed at the second factor ${String(mail.failures)} times. Nobody has got in that way.`,
      prose`If it was you, with a wrong code, you need to do nothing. If not, somebody knows your password: choose another one now, and use it nowhere else.`,
      link('Open the gateway', `${publicUrl}/`),
    ],
  }
}
