import { BadFrame } from './frames.ts'
import type { Pace } from './pace.ts'

type Deps = {
  pace: Pace
  after(ms: number, run: () => void): void
  /** Sends `evicted`. */
  send(n: number): void
}

/**
 * Says which evictions were carried out, at the pace that the gateway takes: one acknowledgement is good for all before
 * it. Somebody may be waiting for it.
 */
export function createAcknowledgements({ pace, after, send }: Deps) {
  let last = 0
  let acknowledged = 0
  let isWaiting = false

  function acknowledge(): void {
    if (isWaiting || acknowledged === last) return
    const waitMs = pace.take()
    if (waitMs > 0) {
      isWaiting = true
      after(waitMs, () => {
        isWaiting = false
        acknowledge()
      })
      return
    }
    acknowledged = last
    send(last)
  }

  return {
    /** To be called before the eviction is carried out. */
    arrived(n: number): void {
      if (n !== last + 1) throw new BadFrame('an eviction that does not follow')
      last = n
    },
    /** To be called after it is: the entries are gone. */
    acknowledge,
  }
}
