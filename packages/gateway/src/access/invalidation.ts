import type { Database, Tx } from '../platform/database/database.ts'
import type { CredentialCache } from './cache.ts'

export const EVICTION_CHANNEL = 'quiva_evict'

/** pg_notify takes payloads of up to 8000 bytes; a tag is shorter than 64. */
const TAGS_PER_NOTIFICATION = 100

/** In place of a tag: all credentials and signing keys. */
export const EVERYTHING = '*'

/** Makes the other gateways drop every cached credential and signing key when `tx` commits. */
export function evictEverything(database: Database, tx: Tx): Promise<void> {
  return database.notify(tx, EVICTION_CHANNEL, EVERYTHING)
}

export type Invalidation = {
  /**
   * Evicts accesses when `tx` commits: in this process before the change is answered, in the others within milliseconds
   * by NOTIFY, which PostgreSQL sends with the commit. Tags are those of principal.ts.
   */
  evict(tx: Tx, tags: string[]): Promise<void>
}

export function createInvalidation(database: Database, cache: CredentialCache): Invalidation {
  return {
    async evict(tx, tags) {
      for (let start = 0; start < tags.length; start += TAGS_PER_NOTIFICATION) {
        await database.notify(tx, EVICTION_CHANNEL, tags.slice(start, start + TAGS_PER_NOTIFICATION).join(' '))
      }
      tx.afterCommit(() => {
        for (const tag of tags) cache.evict(tag)
      })
    },
  }
}
