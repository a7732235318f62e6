import { type Block, type Content, moment, prose } from '../content.ts'

/** The keys of one owner that a mail lists. */
export type KeysMail = {
  /** Display name of the account. */
  account: string
  /** True for keys of the account itself; the mail goes to its root and administrators. */
  ofAccount: boolean
  keys: { name: string; lastFour: string /** Milliseconds since the epoch. */; expiresAt: number }[]
  /** How many more keys there are. */
  more: number
}

/** Sent by a job, seven days and one day before keys expire. */
export function apiKeysEnding(mail: KeysMail): Content {
  return {
    subject: 'API Keys Expire Soon',
    blocks: [
      mail.ofAccount
        ? prose`These API keys of the account “${mail.account}” expire soon. You get this mail because you administer the account.`
        : prose`These API keys of yours in the account “${mail.account}” expire soon:`,
      ...listed(mail, 'ends'),
      prose`If programs still need a key, rotate it in time, for example with the command quiva keys rotate. The old key works for one more day, so that you can move your programs to the new key one by one. If nobody needs a key, you do not need to do anything.`,
    ],
  }
}

/** One line for each key. */
export function listed({ keys, more }: KeysMail, verb: 'ends' | 'ended'): Block[] {
  const lines = keys.map(({ name, lastFour, expiresAt }) =>
    verb === 'ends'
      ? prose`“${name}”, whose last characters are ${lastFour}, expires on ${moment(expiresAt)}.`
      : prose`“${name}”, whose last characters are ${lastFour}, expired on ${moment(expiresAt)}.`,
  )
  return more > 0 ? [...lines, prose`And ${String(more)} more.`] : lines
}
