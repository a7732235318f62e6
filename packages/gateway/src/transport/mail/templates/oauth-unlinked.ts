import { type Content, moment, prose } from '../content.ts'

/** removeOAuthLink: the person has removed what a user of the provider signed in by. */
type OAuthUnlinked = {
  /** Host of the provider, such as `login.example.com`. */
  provider: string
  /** Milliseconds since the epoch. */
  unlinkedAt: number
}

export function oauthUnlinked(mail: OAuthUnlinked): Content {
  return {
    subject: 'A Way to Sign In Was Removed',
    blocks: [
      prose`On ${moment(mail.unlinkedAt)} your link to a user of ${mail.provider} was removed, by somebody who was signed in as you. That user signs in as you no more. The next sign-in through ${mail.provider} with your email address links its user again.`,
      prose`Was it you? Then there is nothing to do.`,
      prose`Was it not you? Then somebody else has been in your session: change your password, end all your sessions, and tell an administrator of your account.`,
    ],
  }
}
