import { type Content, say } from '../content.ts'
import { type KeysMail, listed } from './api-keys-ending.ts'

export const apiKeysExpiredTexts = {
  subject: 'API Keys Have Expired',
  paragraph_1:
    'These API keys of the account “{account}” have expired and no longer work. You get this mail because you administer the account.',
  paragraph_2: 'These API keys of yours in the account “{account}” have expired and no longer work:',
  paragraph_3: 'Programs that still use one of them need a new key, for example with the command quiva keys issue.',
  paragraph_4: '“{name}”, whose last characters are {last_four}, expired on {expires_at}.',
  paragraph_5: 'And {more} more.',
} as const

/** The sweep of expired keys. */
export function apiKeysExpired(mail: KeysMail): Content {
  return {
    subject: apiKeysExpiredTexts.subject,
    blocks: [
      mail.ofAccount
        ? say(apiKeysExpiredTexts.paragraph_1, { account: mail.account })
        : say(apiKeysExpiredTexts.paragraph_2, { account: mail.account }),
      ...listed(mail, { line: apiKeysExpiredTexts.paragraph_4, more: apiKeysExpiredTexts.paragraph_5 }),
      say(apiKeysExpiredTexts.paragraph_3),
    ],
  }
}
