import type { Unchanged } from './copies.ts'
import type { Group } from './groups.ts'
import type { Progress } from './progress.ts'

/**
 * What is remembered of a stream between looks. It only holds back or repeats what may be done at any time, so that it
 * may be forgotten: a new process begins without it.
 */
export type Memory = {
  group?: Group
  unchanged?: Unchanged
  /** Since when all copies have been whole, and whose they are. */
  whole?: { by: string; since: number }
  progress?: Progress
  /** When it was first seen to move, of those times that follow each other. */
  movingSince?: number
}

export type Memories = {
  /** That of a stream, which is empty at first. */
  of(accountId: string, stream: string): Memory
  /** Forgets the account's other streams, so that those which are gone leave nothing behind. */
  keepOnly(accountId: string, streams: readonly string[]): void
}

export function createMemories(): Memories {
  const accounts = new Map<string, Map<string, Memory>>()
  return {
    of(accountId, stream) {
      const streams = accounts.get(accountId) ?? new Map<string, Memory>()
      accounts.set(accountId, streams)
      const memory = streams.get(stream) ?? {}
      streams.set(stream, memory)
      return memory
    },
    keepOnly(accountId, names) {
      const kept = new Set(names)
      const streams = accounts.get(accountId)
      for (const name of streams?.keys() ?? []) if (!kept.has(name)) streams?.delete(name)
      if (streams?.size === 0) accounts.delete(accountId)
    },
  }
}
