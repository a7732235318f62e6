/** A server under load takes its whole core. One that got less was kept waiting by something else on the machine. */
const LEAST_SHARE = 0.9

/** What a server did in one round; `serverCpu` as in LoadReport. */
type Run = { serverCpu: number | undefined }

/** The runs of each server, from rounds in which all of them had their core if there were enough of those. */
export type Rounds<T> = { byServer: T[][]; reliable: boolean; note: string }

/**
 * Runs rounds until `wanted` of them were undisturbed, twice as many at most: a run in which the server had to share its
 * core measures its neighbours. If most were disturbed, all of them count, but nothing is to be concluded from them.
 */
export async function runRounds<T extends Run>(
  wanted: number,
  runRound: (round: number) => Promise<T[]>,
  leastShare = LEAST_SHARE,
): Promise<Rounds<T>> {
  const undisturbed: T[][] = []
  const all: T[][] = []
  while (undisturbed.length < wanted && all.length < 2 * wanted) {
    const runs = await runRound(all.length + 1)
    all.push(runs)
    if (runs.every(({ serverCpu }) => serverCpu === undefined || serverCpu >= leastShare)) undisturbed.push(runs)
  }
  const reliable = undisturbed.length >= wanted / 2
  const rounds = reliable ? undisturbed : all
  const disturbed = all.length - undisturbed.length
  const note = `${disturbed} of ${all.length} rounds were disturbed${reliable ? ' and left out' : ''}`
  return {
    byServer: (all[0] ?? []).map((_run, server) => rounds.flatMap((round) => round[server] ?? [])),
    reliable,
    note: disturbed === 0 ? '' : note,
  }
}
