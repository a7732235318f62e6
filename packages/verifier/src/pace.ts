import type { Time } from './time.ts'

/**
 * The gateway takes 500 messages a second and 1000 at once (docs/verifier-protocol.md, "Frames"); this stays below both.
 */
const MOST_AT_ONCE = 800
const PER_MS = 0.4

export type Pace = ReturnType<typeof createPace>

/** Lets messages go while they are few, and makes them wait while they are many. */
export function createPace(time: Time) {
  let tokens = MOST_AT_ONCE
  let filledAt = time.monotonic()
  return {
    /** 0 if a message may go now, and counts it; otherwise how long to wait, in milliseconds. */
    take(): number {
      const now = time.monotonic()
      tokens = Math.min(MOST_AT_ONCE, tokens + (now - filledAt) * PER_MS)
      filledAt = now
      if (tokens < 1) return Math.ceil((1 - tokens) / PER_MS)
      tokens -= 1
      return 0
    },
  }
}
