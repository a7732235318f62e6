import type { SpanIds } from './span.ts'

/** Items that are remembered, and causes of one of them. */
const MOST_ITEMS = 2000
const MOST_CAUSES = 8

/**
 * Which requests asked for which items of the outbox, so that the trace of an item names them. In memory: what another
 * gateway does, or a later start, has no link.
 */
export type Causes = {
  note(itemId: string, cause: SpanIds): void
  /** Forgets them, too. */
  take(itemId: string): readonly SpanIds[]
}

export function createCauses(): Causes {
  const known = new Map<string, SpanIds[]>()
  return {
    note(itemId, cause) {
      const causes = known.get(itemId) ?? []
      if (causes.length < MOST_CAUSES) causes.push(cause)
      known.delete(itemId)
      known.set(itemId, causes)
      const [oldest] = known.keys()
      if (known.size > MOST_ITEMS && oldest !== undefined) known.delete(oldest)
    },
    take(itemId) {
      const causes = known.get(itemId) ?? []
      known.delete(itemId)
      return causes
    },
  }
}
