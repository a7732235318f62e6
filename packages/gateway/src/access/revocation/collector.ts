import { AsyncLocalStorage } from 'node:async_hooks'
import type { Barrier } from './barrier.ts'

/** The evictions of one transaction: their barrier, and what is evicted. */
export type Awaited = { barrier: Barrier; tags: readonly string[] }

/** Gathers the barriers of one request, until it is closed. */
export type Collector = { add(awaited: Awaited): void; close(): Awaited[] }

export function createCollector(): Collector {
  let all: Awaited[] | undefined = []
  return {
    add: (awaited) => void all?.push(awaited),
    close() {
      const collected = all ?? []
      // Work that a request has begun, and that goes on after its answer, adds nothing.
      all = undefined
      return collected
    },
  }
}

const collectors = new AsyncLocalStorage<Collector>()

/** The collector of the request in whose course this is called. */
export const collectorNow = (): Collector | undefined => collectors.getStore()

/** Does `work`; the transactions that it asks for add their barriers to the collector. */
export const collecting = <T>(collector: Collector, work: () => T): T => collectors.run(collector, work)
