import type { Database, Tx } from '../platform/database/database.ts'
import type { Barriers } from './revocation/barrier.ts'
import { collectorNow } from './revocation/collector.ts'
import { EVERYTHING, evictTexts, NOBODY } from './revocation/messages.ts'

/** Where gateways on one PostgreSQL speak to each other. */
export const GATEWAYS_CHANNEL = 'quiva_gateways'

/** Makes all gateways drop every cached credential and signing key when `tx` commits; nobody waits for that. */
export function evictEverything(database: Database, tx: Tx): Promise<void> {
  return database.notify(tx, GATEWAYS_CHANNEL, evictTexts(NOBODY, 0, [EVERYTHING]))
}

export type Invalidation = {
  /**
   * Evicts accesses when `tx` commits: in this process before the change is answered, in the others within milliseconds
   * by NOTIFY, which PostgreSQL sends with the commit. Tags are those of principal.ts. All evictions of one transaction
   * have one barrier, which the request waits for before it is answered (transport/http/revocation.ts).
   */
  evict(tx: Tx, tags: string[]): Promise<void>
}

/** For commands: nobody waits for their evictions. */
export const createSilentInvalidation = (database: Database): Invalidation => ({
  async evict(tx, tags) {
    if (tags.length > 0) await database.notify(tx, GATEWAYS_CHANNEL, evictTexts(NOBODY, 0, tags))
  },
})

type Deps = {
  database: Database
  cache: { evict(tag: string): void }
  /** The name of this process among the gateways. */
  gatewayId: string
  barriers: Barriers
}

export function createInvalidation({ database, cache, gatewayId, barriers }: Deps): Invalidation {
  const gathered = new WeakMap<Tx, Set<string>>()

  function gather(tx: Tx): Set<string> {
    const tags = new Set<string>()
    const number = barriers.next()
    // The request that waits for it: asked for here, since after the commit nothing runs in a request's context.
    const collector = collectorNow()
    tx.beforeCommit(() => database.notify(tx, GATEWAYS_CHANNEL, evictTexts(gatewayId, number, [...tags])))
    tx.afterCommit(() => {
      for (const tag of tags) cache.evict(tag)
      const barrier = barriers.committed(number, [...tags])
      collector?.add({ barrier, tags: [...tags] })
    })
    gathered.set(tx, tags)
    return tags
  }

  return {
    async evict(tx, tags) {
      if (tags.length === 0) return
      const all = gathered.get(tx) ?? gather(tx)
      for (const tag of tags) all.add(tag)
    },
  }
}
