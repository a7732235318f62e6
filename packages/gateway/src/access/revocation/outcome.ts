import type { Barrier } from './barrier.ts'
import type { HolderReport } from './holders.ts'

/** How far the evictions of one request have come. */
export type Outcome = {
  /** No holder honours anything of them any more. */
  confirmed: boolean
  /** From when on no holder does in any case, in milliseconds since the epoch; undefined if it is confirmed. */
  by: number | undefined
  /** Who does not any more: gateways, and verifiers of the given account. */
  holders: Omit<HolderReport, 'account'>[]
  tookMs: number
  /** The last commit, in milliseconds since the epoch. */
  committedAt: number
}

/** Calls back when all barriers are over: at once if they are. What it returns cancels that. */
export function whenAllOver(barriers: readonly Barrier[], run: () => void): () => void {
  let left = barriers.length
  const cancels = barriers.map((barrier) =>
    barrier.whenOver(() => {
      left -= 1
      if (left === 0) run()
    }),
  )
  return () => {
    for (const cancel of cancels) cancel()
  }
}

/** Resolves when all barriers are over, or after so long. */
export function waitForAll(barriers: readonly Barrier[], ms: number): Promise<void> {
  return new Promise((resolve) => {
    let isOver = false
    let timer: NodeJS.Timeout | undefined
    const cancel = whenAllOver(barriers, () => {
      isOver = true
      clearTimeout(timer)
      resolve()
    })
    if (isOver) return
    timer = setTimeout(() => {
      cancel()
      resolve()
    }, ms)
  })
}

/** Joins the barriers of one request. Verifiers of other accounts than `accountId` are left out. */
export function outcomeOf(barriers: readonly Barrier[], accountId: string | null): Outcome {
  const states = barriers.map((barrier) => barrier.state())
  const confirmed = states.every(({ isOver }) => isOver)
  const slowest = new Map<string, Outcome['holders'][number]>()
  for (const { account, ...report } of states.flatMap(({ holders }) => holders)) {
    if (account !== null && account !== accountId) continue
    const known = slowest.get(report.id)
    if (!known || known.took_ms < report.took_ms) slowest.set(report.id, report)
  }
  return {
    confirmed,
    by: confirmed ? undefined : Math.max(...states.map(({ by }) => by)),
    holders: [...slowest.values()].map((report) => ({ ...report, took_ms: toTenths(report.took_ms) })),
    tookMs: toTenths(Math.max(...states.map(({ tookMs }) => tookMs))),
    committedAt: Math.max(...states.map(({ committedAt }) => committedAt)),
  }
}

const toTenths = (ms: number): number => Math.round(ms * 10) / 10
