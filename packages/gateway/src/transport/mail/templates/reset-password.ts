import { type Block, type Content, link, moment, say } from '../content.ts'

export const resetPasswordTexts = {
  subject: 'Reset Your Password',
  paragraph_1: 'Somebody asked to reset your password. If this was you, choose a new one:',
  button: 'Choose a new password',
  paragraph_2:
    'The link works once, until {expires_at}. A new password signs you out everywhere; your API keys still work.',
  paragraph_3: 'If this was not you, do nothing: your password stays the same.',
  paragraph_4:
    'These API keys of yours were issued after your last sign-in from a known place. If you do not know one of them, delete them on the page that the link opens:',
  paragraph_5: '“{name}”, whose last characters are {last_four}, in the account “{account}”, issued on {issued_at}',
  paragraph_6: '… and {more_keys} more',
} as const

/** requestResetPassword: only for a user who has a password and a confirmed address. */
type ResetPassword = {
  link: string
  /** Milliseconds since the epoch: 15 minutes after the request. */
  expiresAt: number
  /** The user's own keys since their last sign-in from a known place; absent in mails that an older version queued. */
  keys?: { name: string; lastFour: string; account: string; issuedAt: number }[]
  /** How many more there are. */
  moreKeys?: number
}

export function resetPassword(mail: ResetPassword): Content {
  return {
    subject: resetPasswordTexts.subject,
    blocks: [
      say(resetPasswordTexts.paragraph_1),
      link(resetPasswordTexts.button, mail.link),
      say(resetPasswordTexts.paragraph_2, { expires_at: moment(mail.expiresAt) }),
      ...keysOf(mail),
      say(resetPasswordTexts.paragraph_3),
    ],
  }
}

/** Somebody who knew the password may have issued these keys. */
function keysOf({ keys = [], moreKeys = 0 }: ResetPassword): Block[] {
  if (keys.length === 0) return []
  return [
    say(resetPasswordTexts.paragraph_4),
    ...keys.map(({ name, lastFour, account, issuedAt }) =>
      say(resetPasswordTexts.paragraph_5, { name, last_four: lastFour, account, issued_at: moment(issuedAt) }),
    ),
    ...(moreKeys > 0 ? [say(resetPasswordTexts.paragraph_6, { more_keys: String(moreKeys) })] : []),
  ]
}
