import type { Readable } from 'node:stream'

/** Slows what is read down; `read` is told of each piece. */
export type Pace = { read(payload: Readable, bytes: number): void }

/** How much may come at once after a while of nothing. */
const BURST_SECONDS = 0.02

/**
 * Lets `bytesPerSecond` be read over all bodies that share the pace. Without one, whoever sends large bodies as fast as
 * they are taken keeps the event loop and the processor from everybody else; with one, they wait at their end.
 */
export function createPace(bytesPerSecond: number): Pace {
  const most = bytesPerSecond * BURST_SECONDS
  let room = most
  let since = performance.now()
  return {
    read(payload, bytes) {
      const now = performance.now()
      room = Math.min(most, room + ((now - since) / 1000) * bytesPerSecond) - bytes
      since = now
      if (room >= 0) return
      payload.pause()
      setTimeout(() => payload.resume(), Math.ceil((-room / bytesPerSecond) * 1000))
    },
  }
}
