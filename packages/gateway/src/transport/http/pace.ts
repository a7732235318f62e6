import type { Readable } from 'node:stream'

/** Slows down the reading of a body; `read` has to be called for each piece. */
export type Pace = { read(payload: Readable, bytes: number): void }

/** How much may come at once after a pause. */
const BURST_SECONDS = 0.02

/**
 * Limits how fast bodies are read: all bodies that share the pace get `bytesPerSecond` together. Otherwise, clients
 * that send large bodies at full speed would occupy the event loop and the processor, and everybody else would wait;
 * now those clients wait.
 */
export function createPace(bytesPerSecond: number): Pace {
  const most = bytesPerSecond * BURST_SECONDS
  let allowance = most
  let since = performance.now()
  return {
    read(payload, bytes) {
      const now = performance.now()
      allowance = Math.min(most, allowance + ((now - since) / 1000) * bytesPerSecond) - bytes
      since = now
      if (allowance >= 0) return
      payload.pause()
      setTimeout(() => payload.resume(), Math.ceil((-allowance / bytesPerSecond) * 1000))
    },
  }
}
