import { type Content, moment, say } from '../content.ts'

export const oauthLinkedTexts = {
  subject: 'A New Way to Sign In',
  paragraph_1:
    'On {linked_at} a user of {provider} with this email address signed in to the account “{account}” for the first time. From now on that user of {provider} signs in as you, even if their address there changes.',
  paragraph_2: 'If this was you, you do not need to do anything.',
  paragraph_3:
    'If this was not you, somebody else has your address at {provider}, or can read your mail. Reset your password by mail: that removes the link to {provider} and revokes your sessions. Then check your API keys for any that you do not know, and tell the operator of the gateway.',
} as const

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
    subject: oauthLinkedTexts.subject,
    blocks: [
      say(oauthLinkedTexts.paragraph_1, {
        linked_at: moment(mail.linkedAt),
        provider: mail.provider,
        account: mail.account,
      }),
      say(oauthLinkedTexts.paragraph_2),
      say(oauthLinkedTexts.paragraph_3, { provider: mail.provider }),
    ],
  }
}
