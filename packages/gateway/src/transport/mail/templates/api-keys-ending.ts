import { type Block, type Content, moment, say } from '../content.ts'

export const apiKeysEndingTexts = {
  subject: 'API Keys Expire Soon',
  paragraph_1:
    'These API keys of the account “{account}” expire soon. You get this mail because you administer the account.',
  paragraph_2: 'These API keys of yours in the account “{account}” expire soon:',
  paragraph_3:
    'If programs still need a key, rotate it in time, for example with the command quiva keys rotate. The old key works for one more day, so that you can move your programs to the new key one by one. If nobody needs a key, you do not need to do anything.',
  paragraph_4: '“{name}”, whose last characters are {last_four}, expires on {expires_at}.',
  paragraph_5: 'And {more} more.',
} as const

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
    subject: apiKeysEndingTexts.subject,
    blocks: [
      mail.ofAccount
        ? say(apiKeysEndingTexts.paragraph_1, { account: mail.account })
        : say(apiKeysEndingTexts.paragraph_2, { account: mail.account }),
      ...listed(mail, { line: apiKeysEndingTexts.paragraph_4, more: apiKeysEndingTexts.paragraph_5 }),
      say(apiKeysEndingTexts.paragraph_3),
    ],
  }
}

type Lines = {
  line:
    | '“{name}”, whose last characters are {last_four}, expires on {expires_at}.'
    | '“{name}”, whose last characters are {last_four}, expired on {expires_at}.'
  more: 'And {more} more.'
}

/** One line for each key. */
export function listed({ keys, more }: KeysMail, texts: Lines): Block[] {
  const lines = keys.map(({ name, lastFour, expiresAt }) =>
    say(texts.line, { name, last_four: lastFour, expires_at: moment(expiresAt) }),
  )
  return more > 0 ? [...lines, say(texts.more, { more: String(more) })] : lines
}
