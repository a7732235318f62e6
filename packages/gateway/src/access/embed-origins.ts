import { sha256 } from '../platform/crypto/hashing.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import type { Log } from '../platform/log.ts'
import { countOrigins, isOriginAllowed, pageOfOrigins } from './embed-liveness.ts'
import { GATEWAYS_CHANNEL } from './invalidation.ts'
import { createKnownDigests } from './known-digests.ts'

/** How long an allowed origin is remembered: a preflight gives no right, and comes with each new page. */
const REMEMBERED_MS = 5000
const MOST_REMEMBERED = 1000
/** A gateway tells the others of an origin, by its digest. */
const ADDED = 'embed-origin '

export type KnownEmbedOrigins = ReturnType<typeof createKnownEmbedOrigins>

/**
 * Whether any live account lets its key screens be embedded on pages of an origin. Anybody can ask with any origin, and
 * needs no credential. So one that nobody has added costs no I/O, but for one in a thousand.
 */
export function createKnownEmbedOrigins(database: Database, log: Log) {
  const remembered = new Map<string, { is: Promise<boolean>; until: number }>()
  const known = createKnownDigests(
    {
      count: () => countOrigins(database.read),
      page: (after, limit) => pageOfOrigins(database.read, after, limit),
      digestOf: sha256,
      ifUnread: 'could not read the origins of embedded sessions; every unknown one is looked up',
    },
    log,
  )

  return {
    isAllowed(origin: string): Promise<boolean> {
      if (!known.mayHave(sha256(origin))) return Promise.resolve(false)
      const now = performance.now()
      const found = remembered.get(origin)
      if (found && found.until > now) return found.is
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      const is = isOriginAllowed(database.read, origin)
      remembered.set(origin, { is, until: now + REMEMBERED_MS })
      // One that is not allowed may be a moment later.
      const forget = () => void remembered.delete(origin)
      is.then((allowed) => allowed || forget(), forget)
      return is
    },

    /** Makes an origin known to every gateway when `tx` commits. */
    async added(tx: Tx, origin: string): Promise<void> {
      const digest = sha256(origin)
      await database.notify(tx, GATEWAYS_CHANNEL, [ADDED + digest])
      tx.afterCommit(() => known.add(digest))
    },

    /** Takes what a gateway tells of an origin; false for everything else. */
    heard(text: string): boolean {
      if (!text.startsWith(ADDED)) return false
      known.add(text.slice(ADDED.length))
      return true
    },

    forget: known.forget,
    trustUntil: known.trustUntil,
    start: known.load,
    stop: known.stop,
  }
}
