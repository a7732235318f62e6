import { setTimeout as sleep } from 'node:timers/promises'

const LONGEST_MS = 20

/**
 * The moments at which to look whether something has come, until `ms` are over: at first often, because most things
 * that tests wait for come within a few milliseconds; the last look is after the end. It goes by a clock that no test
 * moves.
 */
export async function* pauses(ms: number): AsyncGenerator<void, void, void> {
  const end = performance.now() + ms
  for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, LONGEST_MS)) {
    const isLast = performance.now() > end
    yield
    if (isLast) return
    await sleep(pauseMs)
  }
}
