import { type Content, moment, prose } from '../content.ts'

/** handleOAuthCallback: the first sign-in with a provider linked its user to the person (Decision 15). */
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
      prose`On ${moment(mail.linkedAt)} a user of ${mail.provider} with this email address signed in to the account “${mail.account}” for the first time. From now on that user of ${mail.provider} signs in as you, also if their address changes there.`,
      prose`Was it you? Then there is nothing to do.`,
      prose`Was it not you? Then somebody else has your address there, or has got into your mailbox: reset your password by mail, which ends that way in and your sessions, look through your API keys for any that are not yours, and tell the operator of the gateway.`,
    ],
  }
}
