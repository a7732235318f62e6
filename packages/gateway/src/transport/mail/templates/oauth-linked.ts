import { type Content, moment, prose } from '../content.ts'

/** handleOAuthCallback: the first sign-in through a provider linked the provider's user to ours. */
type OAuthLinked = {
  /** Host of the provider, such as `login.example.com`. */
  provider: string
  /** Display name of the account that was signed in to. */
  account: string
  /** Milliseconds since the epoch. */
  linkedAt: number
}

export function oauthLinked(mail: OAuthLinked): Content {
  return {
    subject: 'A New Way to Sign In',
    blocks: [
      prose`On ${moment(mail.linkedAt)} a user of ${mail.provider} with this email address signed in to the account “${mail.account}” for the first time. From now on that user of ${mail.provider} signs in as you, even if their address there changes.`,
      prose`If this was you, you do not need to do anything.`,
      prose`If this was not you, somebody else has your address at ${mail.provider}, or can read your mail. Reset your password by mail: that removes the link to ${mail.provider} and revokes your sessions. Then check your API keys for any that you do not know, and tell the operator of the gateway.`,
    ],
  }
}
