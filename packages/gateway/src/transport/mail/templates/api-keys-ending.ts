import { type Block, type Content, moment, prose } from '../content.ts'

/** Keys of one owner that a mail tells of. */
export type KeysMail = {
  /** Display name of the account. */
  account: string
  /** True for keys of the account itself; the mail goes to its root and administrators. */
  ofAccount: boolean
  keys: { name: string; lastFour: string /** Milliseconds since the epoch. */; expiresAt: number }[]
  /** How many there are beside. */
  more: number
}

/** A job, seven days and one day before the end of keys. */
export function apiKeysEnding(mail: KeysMail): Content {
  return {
    subject: 'API Keys Are About to End',
    blocks: [
      mail.ofAccount
        ? prose`These API keys of the account “${mail.account}” end soon. You get this mail because you administer it.`
        : prose`These API keys of yours in the account “${mail.account}” end soon:`,
      ...listed(mail, 'ends'),
      prose`Programs that still need them should get a successor in time: rotate a key (quiva keys rotate), and the old one lives on for a day, so that they can change over one after the other. A key that nobody needs may simply end.`,
    ],
  }
}

/** One line for each key. */
export function listed({ keys, more }: KeysMail, verb: 'ends' | 'ended'): Block[] {
  const lines = keys.map(({ name, lastFour, expiresAt }) =>
    verb === 'ends'
      ? prose`“${name}”, whose last characters are ${lastFour}, ends on ${moment(expiresAt)}.`
      : prose`“${name}”, whose last characters are ${lastFour}, ended on ${moment(expiresAt)}.`,
  )
  return more > 0 ? [...lines, prose`And ${String(more)} more.`] : lines
}
