import { type Content, moment, say } from '../content.ts'

export const apiKeyRotatedTexts = {
  subject: 'An API Key Has Replaced Itself',
  paragraph_1:
    'On {rotated_at} an API key {whose} “{account}” replaced itself with a new one: “{name}”, whose last characters were {last_four}. The request came from the address {ip}. The old key expires on {ends_at}{or_when_silent}.',
  paragraph_2: 'If one of your programs rotates its key, you do not need to do anything: it has the new key.',
  paragraph_3:
    'Otherwise somebody else has the old key and the new one. Delete the old key before it expires, for example with the command quiva keys delete; that deletes the new one too. Then issue another key for your programs.',
} as const

/** rotateApiKey by the key itself, without a grace period or with a very short one. */
type ApiKeyRotated = {
  /** Display name of the account. */
  account: string
  /** True for a key of the account itself; the mail goes to its root and administrators. */
  ofAccount: boolean
  name: string
  lastFour: string
  /** The address from which it was rotated. */
  ip: string
  /** Milliseconds since the epoch. */
  rotatedAt: number
  /** When the old key expires, milliseconds since the epoch. */
  endsAt: number
  /** It ends before that after so many days without a use; absent in a mail that an older version has queued. */
  silentDays?: number | null
}

export function apiKeyRotated(mail: ApiKeyRotated): Content {
  const whose = mail.ofAccount ? 'of the account' : 'of yours in the account'
  return {
    subject: apiKeyRotatedTexts.subject,
    blocks: [
      say(apiKeyRotatedTexts.paragraph_1, {
        rotated_at: moment(mail.rotatedAt),
        whose,
        account: mail.account,
        name: mail.name,
        last_four: mail.lastFour,
        ip: mail.ip,
        ends_at: moment(mail.endsAt),
        or_when_silent: orWhenSilent(mail.silentDays),
      }),
      say(apiKeyRotatedTexts.paragraph_2),
      say(apiKeyRotatedTexts.paragraph_3),
    ],
  }
}

function orWhenSilent(days: number | null | undefined): string {
  if (days === null || days === undefined) return ''
  return `, or earlier, once nobody has used it for ${days === 1 ? 'a day' : `${days} days`}`
}
