import { type Content, moment, prose } from '../content.ts'

/** removeOAuthLink: the link between the user and a user of the provider was removed. */
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
      prose`On ${moment(mail.unlinkedAt)} somebody who was signed in as you removed your link to a user of ${mail.provider}. That user can no longer sign in as you. The next sign-in through ${mail.provider} with your email address links the user again.`,
      prose`If this was you, you do not need to do anything.`,
      prose`If this was not you, somebody else was signed in as you: change your password, revoke all your sessions, and tell an administrator of your account.`,
    ],
  }
}
