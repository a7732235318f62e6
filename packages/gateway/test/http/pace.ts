/** In milliseconds, by a clock that no test moves. */
export async function timeOf(work: () => unknown): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** The fastest of some runs: other programs spoil some. */
export async function fastestOf(runs: number, work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run += 1) best = Math.min(best, await timeOf(work))
  return best
}

/**
 * What a slow or busy machine adds to a wait that is promised: some times what a plain piece of work takes on it now.
 * A bound on time is the promise and this, so that it fails where the wait is too long, and not where the machine is slow.
 */
export async function slackOf(plain: () => unknown, times = 20): Promise<number> {
  const taken: number[] = []
  for (let run = 0; run < 5; run += 1) taken.push(await timeOf(plain))
  return times * (taken.sort((a, b) => a - b)[2] ?? 0)
}
