import { type Block, type Content, link, moment, prose } from '../content.ts'

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
    subject: 'Reset Your Password',
    blocks: [
      prose`Somebody asked to reset your password. If this was you, choose a new one:`,
      link('Choose a new password', mail.link),
      prose`The link works once, until ${moment(mail.expiresAt)}. A new password signs you out everywhere; your API keys still work.`,
      ...keysOf(mail),
      prose`If this was not you, do nothing: your password stays the same.`,
    ],
  }
}

/** Somebody who knew the password may have issued these keys. */
function keysOf({ keys = [], moreKeys = 0 }: ResetPassword): Block[] {
  if (keys.length === 0) return []
  return [
    prose`These API keys of yours were issued after your last sign-in from a known place. If you do not know one of them, delete them on the page that the link opens:`,
    ...keys.map(
      ({ name, lastFour, account, issuedAt }) =>
        prose`“${name}”, whose last characters are ${lastFour}, in the account “${account}”, issued on ${moment(issuedAt)}`,
    ),
    ...(moreKeys > 0 ? [prose`… and ${String(moreKeys)} more`] : []),
  ]
}
