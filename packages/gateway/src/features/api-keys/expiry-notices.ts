import { setImmediate } from 'node:timers/promises'
import { ENDING_MS } from '../../access/key-ending.ts'
import type { Database } from '../../platform/database/database.ts'
import type { MailOwners } from './mail-owners.ts'
import { readProgress, saveProgress } from './notice-progress-store.ts'
import { type EndingKey, findOwned, listEnding, markNoticed, type Place } from './notice-store.ts'

const DAY_MS = 86_400_000
/**
 * How long before a key expires its owner gets a mail, the earlier mail first. A key that was issued for less time than
 * that gets no such mail.
 */
const NOTICES_MS = [ENDING_MS, DAY_MS]
const PAGE = 500
/** How many of the keys that end soon one run looks at again, whatever it has known of them. */
export const LOOKED_AT_AGAIN = 20_000

/**
 * Mails the owners of keys that expire within seven days, and again within a day. Each mail is sent once, however often
 * this runs, because the transaction that sends it also notes it in the key's row. There are no mails about replaced
 * keys.
 *
 * A run reads the keys whose time has come since the last run, and no others, since with ten million keys a million end
 * within seven days. What has become due in another way (an owner is a member again, a key was extended by little) it
 * finds because it also looks again at a bounded number of keys, in turn: at all of them, unless there are very many.
 */
export async function sendExpiryNotices(
  { database, mailOwners }: { database: Database; mailOwners: MailOwners },
  now: number,
  lookedAtAgain = LOOKED_AT_AGAIN,
): Promise<void> {
  const known = await readProgress(database.read)
  const soonest: Place = { expiresAt: now + 1, id: '' }
  const until = now + ENDING_MS
  for (const before of known ? NOTICES_MS : []) {
    const after = { expiresAt: Math.min(known?.lastRun ?? 0, now) + before + 1, id: '' }
    await look(after, now + before, Number.POSITIVE_INFINITY)
  }
  const from = known?.reached && isBetween(now, known.reached.expiresAt, until) ? known.reached : soonest
  const reached = await look(from, until, known ? lookedAtAgain : Number.POSITIVE_INFINITY)
  await database.transaction((tx) => saveProgress(tx, { lastRun: now, reached }))

  /** Resolves with the last key that was read, if there are more; undefined at the end. */
  async function look(from: Place, to: number, most: number): Promise<Place | undefined> {
    let after = from
    for (let read = 0; read < most; read += PAGE) {
      const page = await listEnding(database.read, { after, until: to, limit: PAGE })
      const due = page.filter((key) => noticesDue(key, now) > key.notices)
      if (due.length > 0) await send(due)
      const last = page.at(-1)
      if (!last || page.length < PAGE) return undefined
      after = { expiresAt: last.expiresAt, id: last.id }
      // On SQLite a read never leaves the event loop to others.
      await setImmediate()
    }
    return after
  }

  async function send(due: EndingKey[]): Promise<void> {
    const ids = due.map(({ id }) => id)
    const owned = new Map((await findOwned(database.read, ids)).map((key) => [key.id, key]))
    const byNumber = Map.groupBy(
      due.filter(({ id }) => owned.has(id)),
      (key) => noticesDue(key, now),
    )
    if (byNumber.size === 0) return
    await database.transaction(async (tx) => {
      for (const [number, keys] of byNumber) {
        const news = new Set(await markNoticed(tx, keys, number))
        await mailOwners(
          tx,
          keys.flatMap(({ id }) => (news.has(id) ? (owned.get(id) ?? []) : [])),
          'api-keys-ending',
        )
      }
    })
  }
}

const isBetween = (low: number, value: number, high: number): boolean => low < value && value <= high

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
