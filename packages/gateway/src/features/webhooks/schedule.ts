const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Waits before the second attempt, the third, and so on: three days together. */
const WAITS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  18 * HOUR_MS,
  22 * HOUR_MS,
] as const
const LONGEST_MS = 22 * HOUR_MS

/** An endpoint that fails so long is switched off. */
const FAILING_MS = 5 * DAY_MS

/** Longer than any wait between two tries. */
const LEFT_ALONE_MS = 2 * DAY_MS

/** When to try again after so many attempts; undefined if the event is given up. */
export function nextTry(attempts: number, now: number): number | undefined {
  const wait = WAITS_MS[attempts - 1]
  return wait === undefined ? undefined : now + spread(wait)
}

/** The same for an endpoint that cannot be reached, which nobody gives up before it is switched off. */
export function nextContact(failures: number, now: number): number {
  return now + spread(WAITS_MS[failures - 1] ?? LONGEST_MS)
}

export function hasFailedTooLong(failingSince: number, now: number): boolean {
  return now - failingSince >= FAILING_MS
}

/**
 * Whether so much time has passed since an endpoint was due that nobody can have tried: the gateway did not run, or the
 * account was deleted for a while. What failed before that says nothing of the time since.
 */
export function wasLeftAlone(dueAt: number, now: number): boolean {
  return now - dueAt > LEFT_ALONE_MS
}

/** Minus up to a tenth, so that those who failed together spread out. */
function spread(wait: number): number {
  return Math.round(wait * (1 - Math.random() / 10))
}
