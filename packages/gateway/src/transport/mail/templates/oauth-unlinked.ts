import { type Content, moment, say } from '../content.ts'

export const oauthUnlinkedTexts = {
  subject: 'A Way to Sign In Was Removed',
  paragraph_1:
    'On {unlinked_at} somebody who was signed in as you removed your link to a user of {provider}. That user can no longer sign in as you. The next sign-in through {provider} with your email address links the user again.',
  paragraph_2: 'If this was you, you do not need to do anything.',
  paragraph_3:
    'If this was not you, somebody else was signed in as you: change your password, revoke all your sessions, and tell an administrator of your account.',
} as const

/** removeOAuthLink: the link between the user and a user of the provider was removed. */
type OAuthUnlinked = {
  /** Host of the provider, such as `login.example.com`. */
  provider: string
  /** Milliseconds since the epoch. */
  unlinkedAt: number
}

export function oauthUnlinked(mail: OAuthUnlinked): Content {
  return {
    subject: oauthUnlinkedTexts.subject,
    blocks: [
      say(oauthUnlinkedTexts.paragraph_1, { unlinked_at: moment(mail.unlinkedAt), provider: mail.provider }),
      say(oauthUnlinkedTexts.paragraph_2),
      say(oauthUnlinkedTexts.paragraph_3),
    ],
  }
}
