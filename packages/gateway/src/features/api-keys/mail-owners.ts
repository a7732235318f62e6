import { recipientsOf } from '../../access/recipients.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { KeyOfOwner } from './notice-store.ts'

/** How many keys a mail names; it only counts the others. */
const MOST_NAMED = 20

/** A key that a mail to its owner is about. */
type MailedKey = Omit<KeyOfOwner, 'id' | 'createdAt' | 'notices'>

/** Mails the owners of keys when `tx` commits: one mail to each owner about all of their keys. */
export type MailOwners = (tx: Tx, keys: MailedKey[], template: 'api-keys-ending' | 'api-keys-expired') => Promise<void>

export function createMailOwners(sendMail: SendMail): MailOwners {
  return async (tx, keys, template) => {
    const byOwner = Map.groupBy(keys, (key) => `${key.accountId}/${key.isServiceAccount ? 'account' : key.userId}`)
    for (const [first, ...others] of byOwner.values()) {
      if (!first) continue
      const all = [first, ...others]
      const named = all.slice(0, MOST_NAMED)
      const mail = {
        account: first.account,
        ofAccount: first.isServiceAccount,
        keys: named.map(({ name, lastFour, expiresAt }) => ({ name, lastFour, expiresAt })),
        more: all.length - named.length,
      }
      for (const to of await recipientsOf(tx, first)) await sendMail(tx, { template, to, ...mail })
    }
  }
}
