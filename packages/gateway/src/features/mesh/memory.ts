import type { Unchanged } from './copies.ts'
import type { Group } from './groups.ts'
import type { Progress } from './progress.ts'

/**
 * What is remembered about a stream between runs. It only delays or repeats steps that are safe at any time, so it may
 * be lost: a new process starts without it.
 */
export type Memory = {
  group?: Group
  unchanged?: Unchanged
  /** Since when all copies have been complete, and the servers that have them. */
  whole?: { by: string; since: number }
  progress?: Progress
  /** Since when each run has seen the stream move. */
  movingSince?: number
}

export type Memories = {
  /** The memory of a stream; empty at first. */
  of(accountId: string, stream: string): Memory
  /** Drops what is remembered about the account's other streams, which no longer exist. */
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
