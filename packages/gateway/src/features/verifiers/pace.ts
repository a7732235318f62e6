import type { Time } from '../../platform/time.ts'

/** Tells of each event whether it is one too many: more than `atOnce`, or more than `perSecond` on average. */
export function createPace(time: Time, perSecond: number, atOnce: number): () => boolean {
  let left = atOnce
  let at = time.monotonic()
  return () => {
    const now = time.monotonic()
    left = Math.min(atOnce, left + ((now - at) / 1000) * perSecond) - 1
    at = now
    return left < 0
  }
}
