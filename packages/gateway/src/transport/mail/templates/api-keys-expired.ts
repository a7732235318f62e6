import { type Content, prose } from '../content.ts'
import { type KeysMail, listed } from './api-keys-ending.ts'

/** The sweep of expired keys. */
export function apiKeysExpired(mail: KeysMail): Content {
  return {
    subject: 'API Keys Have Expired',
    blocks: [
      mail.ofAccount
        ? prose`These API keys of the account “${mail.account}” have expired and no longer work. You get this mail because you administer the account.`
        : prose`These API keys of yours in the account “${mail.account}” have expired and no longer work:`,
      ...listed(mail, 'ended'),
      prose`Programs that still use one of them need a new key, for example with the command quiva keys issue.`,
    ],
  }
}
