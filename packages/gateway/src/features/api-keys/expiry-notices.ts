import { ENDING_MS } from '../../access/key-ending.ts'
import type { Database } from '../../platform/database/database.ts'
import type { MailOwners } from './mail-owners.ts'
import { type KeyOfOwner, listEnding, markNoticed } from './notice-store.ts'

const DAY_MS = 86_400_000
/**
 * How long before a key expires its owner gets a mail, the earlier mail first. A key that was issued for less time than
 * that gets no such mail.
 */
const NOTICES_MS = [ENDING_MS, DAY_MS]
const PAGE = 500

/**
 * Mails the owners of keys that expire within seven days, and again within a day. Each mail is sent once, however often
 * this runs, because the transaction that sends it also notes it in the key's row. There are no mails about replaced
 * keys.
 */
export async function sendExpiryNotices(
  { database, mailOwners }: { database: Database; mailOwners: MailOwners },
  now: number,
): Promise<void> {
  for (let after = { expiresAt: now + 1, id: '' }; ; ) {
    const page = await listEnding(database.read, { after, until: now + ENDING_MS, limit: PAGE })
    const due = page.filter((key) => noticesDue(key, now) > key.notices)
    if (due.length > 0) await send(due)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last
  }

  async function send(due: KeyOfOwner[]): Promise<void> {
    const byNumber = Map.groupBy(due, (key) => noticesDue(key, now))
    await database.transaction(async (tx) => {
      for (const [number, keys] of byNumber) {
        const news = new Set(await markNoticed(tx, keys, number))
        await mailOwners(
          tx,
          keys.filter(({ id }) => news.has(id)),
          'api-keys-ending',
        )
      }
    })
  }
}

/** How many mails should have been sent by now. If the gateway was stopped for long, the earlier mail is left out. */
function noticesDue({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }, now: number): number {
  return NOTICES_MS.findLastIndex((before) => expiresAt - now <= before && expiresAt - createdAt > before) + 1
}

/**
 * Whether the owner gets a mail that the key has expired; there is none for a key that was issued for a day or less.
 */
export function isMissed({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }): boolean {
  return expiresAt - createdAt > DAY_MS
}
