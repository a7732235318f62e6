import type { LoadReport } from './load.ts'

/** A server under load takes its whole core. One that got less was kept waiting by something else on the machine. */
const LEAST_SHARE = 0.9

/** `rounds` reports of each server, from rounds in which all had their cores if there were enough of them. */
export type Rounds = { byServer: LoadReport[][]; note: string }

/**
 * Runs rounds until `wanted` of them were undisturbed, twice as many at most: a run in which the server had to share its
 * core measures its neighbours. If most were disturbed, all of them count, and the note says so.
 */
export async function runRounds(
  wanted: number,
  runRound: (round: number) => Promise<LoadReport[]>,
  leastShare = LEAST_SHARE,
): Promise<Rounds> {
  const undisturbed: LoadReport[][] = []
  const all: LoadReport[][] = []
  while (undisturbed.length < wanted && all.length < 2 * wanted) {
    const reports = await runRound(all.length + 1)
    all.push(reports)
    if (reports.every(({ serverCpu }) => serverCpu === undefined || serverCpu >= leastShare)) undisturbed.push(reports)
  }
  const enough = undisturbed.length >= wanted / 2
  const rounds = enough ? undisturbed : all
  const disturbed = all.length - undisturbed.length
  const note =
    disturbed === 0
      ? ''
      : `${disturbed} of ${all.length} rounds disturbed${enough ? ', left out' : ': no figure to rely on'}`
  return { byServer: (all[0] ?? []).map((_report, server) => rounds.flatMap((round) => round[server] ?? [])), note }
}
