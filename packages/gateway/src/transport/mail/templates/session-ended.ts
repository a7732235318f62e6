import { type Content, link, moment, say, type TemplateContext } from '../content.ts'

export const sessionEndedTexts = {
  subject: 'We Revoked One of Your Sessions',
  paragraph_1:
    'On {ended_at} we revoked one of your sessions in the account “{account}”, because a refresh token was used again after it had been replaced.',
  paragraph_2:
    'This happens when a program uses an old copy of its sign-in, such as a restored backup. It also happens when somebody has stolen the token. We cannot tell the two apart, so neither copy works any more. Your other sessions and your API keys are not affected.',
  paragraph_3:
    'What to do: sign in again. If you do not know where an old copy could come from, change your password as well, and check your sessions and API keys for any that you do not know.',
  button: 'Open the gateway',
} as const

/** refreshToken with a token that was already exchanged: somebody has a copy of it, so the session was revoked. */
type SessionEnded = {
  /** Display name of the session's account. */
  account: string
  /** When the session was revoked, milliseconds since the epoch. */
  endedAt: number
}

export function sessionEnded(mail: SessionEnded, { publicUrl }: TemplateContext): Content {
  return {
    subject: sessionEndedTexts.subject,
    blocks: [
      say(sessionEndedTexts.paragraph_1, { ended_at: moment(mail.endedAt), account: mail.account }),
      say(sessionEndedTexts.paragraph_2),
      say(sessionEndedTexts.paragraph_3),
      link(sessionEndedTexts.button, `${publicUrl}/`),
    ],
  }
}
