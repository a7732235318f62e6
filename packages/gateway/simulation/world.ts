import { createQueue } from './queue.ts'
import { createRandom, type Random } from './random.ts'

/** Thrown when something honours what it must not, or the world doesn't come to rest as it must. */
export class InvariantBroken extends Error {
  override name = 'InvariantBroken'
  readonly invariant: string
  readonly step: number
  constructor(invariant: string, message: string, step: number) {
    super(`${invariant}: ${message}`)
    this.invariant = invariant
    this.step = step
  }
}

export type World = ReturnType<typeof createWorld>

/**
 * Simulated time and what happens in it. Nothing here knows the real clock. One event is one step; whatever is decided
 * by chance is decided by the seed.
 */
export function createWorld(seed: number, onTrace?: (at: number, who: string, what: string) => void) {
  const queue = createQueue()
  const random: Random = createRandom(seed)
  let now = 0
  let steps = 0
  let limit = Number.POSITIVE_INFINITY
  /** While the invariants are checked, nothing may happen: no stall, no chance. */
  let looking = false
  let depth = 0

  function step(until: number): boolean {
    if (steps >= limit) return false
    const event = queue.take(until)
    if (!event) return false
    if (event.at > now) now = event.at
    steps += 1
    event.run()
    return true
  }

  return {
    seed,
    random,
    now: (): number => now,
    steps: (): number => steps,
    isTraced: onTrace !== undefined,
    trace(who: string, what: string): void {
      onTrace?.(now, who, what)
    },

    /** Runs `run` after so many milliseconds of true time. */
    after(ms: number, run: () => void): void {
      queue.add(now + Math.max(0, ms), run)
    },

    /** Lets everything happen until then, or until so many steps are done in all. */
    runUntil(until: number, maxSteps = Number.POSITIVE_INFINITY): void {
      limit = maxSteps
      while (step(until)) {}
      if (steps < limit && until > now && until !== Number.POSITIVE_INFINITY) now = until
      limit = Number.POSITIVE_INFINITY
    },

    /** Lets the rest of the world go on for a while, in the middle of what one process does. */
    meanwhile(ms: number): void {
      if (depth >= 4) return
      depth += 1
      const until = now + ms
      while (step(until)) {}
      if (steps < limit && until > now) now = until
      depth -= 1
    },
    isLooking: (): boolean => looking,
    look<T>(read: () => T): T {
      const before = looking
      looking = true
      try {
        return read()
      } finally {
        looking = before
      }
    },

    broken(invariant: string, message: string): never {
      throw new InvariantBroken(invariant, message, steps)
    },
  }
}
