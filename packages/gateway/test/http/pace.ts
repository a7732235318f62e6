/** How long the work takes in milliseconds, by a clock that no test moves. */
async function timeOf(work: () => unknown): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** The shortest time of several runs, because other programs slow some runs down. */
export async function fastestOf(runs: number, work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run += 1) best = Math.min(best, await timeOf(work))
  return best
}

/**
 * The extra time that a slow or busy machine may need: `times` the time that a simple piece of work takes on it now. A
 * test allows the promised time plus this, so that it fails if the wait is too long, and not if the machine is slow.
 */
export async function slackOf(plain: () => unknown, times = 20): Promise<number> {
  const taken: number[] = []
  for (let run = 0; run < 5; run += 1) taken.push(await timeOf(plain))
  return times * (taken.sort((a, b) => a - b)[2] ?? 0)
}
