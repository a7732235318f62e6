import { type Content, moment, say } from '../content.ts'

export const accountFoundedTexts = {
  subject: 'An Account Was Created With Your Address',
  paragraph_1:
    'On {founded_at} the account “{account}” was created with your email address and your password. You are its root user, and can sign in to it at once.',
  paragraph_2:
    'If this was not you, somebody knows your password. Change it now, for example with the command quiva password change; that also revokes your other sessions. Then delete the account, or ask the operator of this gateway for help.',
} as const

/**
 * createAccount with the address and password of an existing user: that is as good as a sign-in, so the user is told.
 */
type AccountFounded = {
  /** Display name of the account. */
  account: string
  /** Milliseconds since the epoch. */
  foundedAt: number
}

export function accountFounded(mail: AccountFounded): Content {
  return {
    subject: accountFoundedTexts.subject,
    blocks: [
      say(accountFoundedTexts.paragraph_1, { founded_at: moment(mail.foundedAt), account: mail.account }),
      say(accountFoundedTexts.paragraph_2),
    ],
  }
}
