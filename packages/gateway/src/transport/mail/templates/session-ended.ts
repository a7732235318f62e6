import { type Content, link, moment, prose, type TemplateContext } from '../content.ts'

/** refreshToken with a token that was already exchanged: somebody has a copy of it, so the session was revoked. */
type SessionEnded = {
  /** Display name of the session's account. */
  account: string
  /** When the session was revoked, milliseconds since the epoch. */
  endedAt: number
}

export function sessionEnded(mail: SessionEnded, { publicUrl }: TemplateContext): Content {
  return {
    subject: 'We Revoked One of Your Sessions',
    blocks: [
      prose`On ${moment(mail.endedAt)} we revoked one of your sessions in the account “${mail.account}”, because a refresh token was used again after it had been replaced.`,
      prose`This happens when a program uses an old copy of its sign-in, such as a restored backup. It also happens when somebody has stolen the token. We cannot tell the two apart, so neither copy works any more. Your other sessions and your API keys are not affected.`,
      prose`What to do: sign in again. If you do not know where an old copy could come from, change your password as well, and check your sessions and API keys for any that you do not know.`,
      link('Open the gateway', `${publicUrl}/`),
    ],
  }
}
