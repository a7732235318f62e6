import type { Database, Tx } from '../platform/database/database.ts'
import type { Barrier, Barriers } from './revocation/barrier.ts'
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
   * have one barrier.
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
  /** Is given the barrier of each transaction that evicts, in the context of whoever asked for the transaction. */
  onBarrier?(barrier: Barrier): void
}

export function createInvalidation({ database, cache, gatewayId, barriers, onBarrier }: Deps): Invalidation {
  const gathered = new WeakMap<Tx, Set<string>>()

  function gather(tx: Tx): Set<string> {
    const tags = new Set<string>()
    const number = barriers.next()
    tx.beforeCommit(() => database.notify(tx, GATEWAYS_CHANNEL, evictTexts(gatewayId, number, [...tags])))
    tx.afterCommit(() => {
      for (const tag of tags) cache.evict(tag)
      const barrier = barriers.committed(number, [...tags])
      onBarrier?.(barrier)
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
