import { ENDING_MS } from '../../access/key-ending.ts'
import type { Database } from '../../platform/database/database.ts'
import type { MailOwners } from './mail-owners.ts'
import { type KeyOfOwner, listEnding, markNoticed } from './notice-store.ts'

const DAY_MS = 86_400_000
/** A mail before the end that is so near, the earlier one first; none if the key was not issued for longer than that. */
const NOTICES_MS = [ENDING_MS, DAY_MS]
const PAGE = 500

/**
 * Mails the owners of keys that end within seven days, and again within a day. Each mail once, however often this runs:
 * it is noted with the key in the transaction that sends it. Keys that were replaced are not news to anybody.
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
        const news = new Set(
          await markNoticed(
            tx,
            keys.map(({ id }) => id),
            number,
          ),
        )
        await mailOwners(
          tx,
          keys.filter(({ id }) => news.has(id)),
          'api-keys-ending',
        )
      }
    })
  }
}

/** How many mails should have been sent by now, a late start included: then the earlier one is left out. */
function noticesDue({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }, now: number): number {
  return NOTICES_MS.findLastIndex((before) => expiresAt - now <= before && expiresAt - createdAt > before) + 1
}

/** Whether the owner is told when the key has ended: whoever issues keys for a day knows. */
export function isMissed({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }): boolean {
  return expiresAt - createdAt > DAY_MS
}
