import { type Content, moment, prose } from '../content.ts'

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
    subject: 'An API Key Has Replaced Itself',
    blocks: [
      prose`On ${moment(mail.rotatedAt)} an API key ${whose} “${mail.account}” replaced itself with a new one: “${mail.name}”, whose last characters were ${mail.lastFour}. The request came from the address ${mail.ip}. The old key expires on ${moment(mail.endsAt)}${orWhenSilent(mail.silentDays)}.`,
      prose`If one of your programs rotates its key, you do not need to do anything: it has the new key.`,
      prose`Otherwise somebody else has the old key and the new one. Delete the old key before it expires, for example with the command quiva keys delete; that deletes the new one too. Then issue another key for your programs.`,
    ],
  }
}

function orWhenSilent(days: number | null | undefined): string {
  if (days === null || days === undefined) return ''
  return `, or earlier, once nobody has used it for ${days === 1 ? 'a day' : `${days} days`}`
}
