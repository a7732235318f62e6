import type { Time } from '../time.ts'
import type { Sums, Use } from './use-store.ts'

/** What one gateway knows about the uses of one rate limit, or of one quota, in one window. */
export type Count = {
  /** The name of the rate limit or of the quota. */
  rateLimit: string
  /** Milliseconds since the epoch. */
  windowEndsAt: number
  /** The uses at all gateways together, as of the last exchange. */
  known: number
  /** The uses at this gateway since then. */
  ahead: number
  /** When the last exchange of this count began, by the monotonic clock; -1 before the first. */
  knownSince: number
}

/**
 * How long a request waits for an exchange; then each gateway counts by itself. Not longer, since without the database
 * credentials are honoured for two seconds only (access/eviction-listener.ts).
 */
const PATIENCE_MS = 2000
const RETRY_MS = 1000

type Deps = {
  time: Time
  /** How soon the others are told, if no request waits for it. */
  everyMs: number
  /** Adds the uses to those of all gateways, and calls back with the sums; undefined if that failed. */
  add(uses: Use[], done: (sums: Sums | undefined) => void): void
}

/** An exchange that is under way, and who waits for it; nobody does any more when it is late. */
type Running = { startedAt: number; waiting: (() => void)[]; isLate: boolean }

export type CountExchange = ReturnType<typeof createCountExchange>

/**
 * When counts are told to the other gateways, and what becomes of them: everything but the database, so that a simulation
 * can run it. One exchange is for all counts that were used since the last one.
 */
export function createCountExchange({ time, everyMs, add }: Deps) {
  let reported = new Set<Count>()
  let cancelTimer: (() => void) | undefined
  let running: Running | undefined
  let silentUntil = Number.NEGATIVE_INFINITY
  let stopped: (() => void) | undefined

  function begin(): void {
    cancelTimer?.()
    cancelTimer = undefined
    if (running) return
    const counts = [...reported]
    const uses = counts.map(({ rateLimit, windowEndsAt, ahead }) => ({ rateLimit, windowEndsAt, used: ahead }))
    reported = new Set()
    const mine: Running = { startedAt: time.monotonic(), waiting: [], isLate: false }
    running = mine
    const late = (): void => {
      mine.isLate = true
      letGo(mine)
    }
    // Twice half the time: if this process was stopped or busy, the answer may be there and only has to be read.
    let cancel = time.after(PATIENCE_MS / 2, () => {
      cancel = time.after(PATIENCE_MS / 2, late)
    })
    add(uses, (sums) => {
      cancel()
      running = undefined
      if (sums) learn(counts, uses, sums, mine.startedAt)
      else for (const count of counts) reported.add(count)
      silentUntil = sums ? Number.NEGATIVE_INFINITY : time.monotonic() + RETRY_MS
      letGo(mine)
      if (running) return
      if (stopped) stopped()
      else if (reported.size > 0) schedule()
    })
  }

  function letGo({ waiting }: Running): void {
    for (const run of waiting.splice(0)) run()
  }

  function learn(counts: readonly Count[], uses: readonly Use[], sums: Sums, startedAt: number): void {
    for (const [index, count] of counts.entries()) {
      const used = uses[index]?.used ?? 0
      const sum = sums.get(count.rateLimit)
      count.ahead -= used
      count.knownSince = startedAt
      // Only the newest window is stored. If the clock of another gateway has begun that already, what this one has used
      // in the old window is not in any sum: it counts alone until its own clock gets there.
      count.known = sum?.windowEndsAt === count.windowEndsAt ? sum.used : count.known + used
    }
  }

  function schedule(): void {
    if (cancelTimer || running) return
    cancelTimer = time.after(Math.max(everyMs, silentUntil - time.monotonic()), begin)
  }

  return {
    /** Makes sure that the other gateways are told of the count soon. */
    report(count: Count): void {
      reported.add(count)
      schedule()
    },

    /**
     * Begins an exchange now, unless one is under way, and calls back when it is over, or after two seconds. False while
     * the database does not answer: then nothing calls back.
     */
    next(done: () => void): boolean {
      if (running?.isLate || time.monotonic() < silentUntil) return false
      if (!running) begin()
      if (running) running.waiting.push(done)
      else done()
      return true
    },

    /** Tells the others of what was not told yet, if the database answers; calls back when that is over. */
    stop(done: () => void): void {
      const last = (): void => {
        cancelTimer?.()
        cancelTimer = undefined
        stopped = done
        if (reported.size > 0 && silentUntil < 0) begin()
        else done()
      }
      stopped = last
      if (!running) last()
    },
  }
}
