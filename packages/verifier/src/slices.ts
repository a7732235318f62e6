import type { Budget } from './access.ts'
import type { Grant } from './frames.ts'
import { isWithin, type Moment } from './lease.ts'
import { type LimitState, type Refused, refused } from './verdict.ts'

export type Need = { budget: number; need: number; want: number; back: number }

/** Why there are no more units, since the frame was sent that asked for `need`, for so long. */
type Refusal = { code: NonNullable<Grant['code']>; since: Moment; forMs: number; need: number }

/** What this connection has of one budget. */
type Slice = {
  name: Budget['name']
  /** Units that may be used. */
  left: number
  /** When the frame was sent that brought it; the window ends `endsInMs` after that. */
  since: Moment
  endsInMs: number
  /** What was left for all holders. */
  remaining: number
  refused: Refusal | undefined
  lastUsed: number
  /** What was used since the last frame. */
  used: number
}

/** A limit that is used up may be raised, and a count be readable again: it is asked for again so soon. */
const REFUSED_FOR_MS = 1000
/** For how long a slice should last; below a quarter of that, the next one is asked for. */
const SUPPLY_MS = 250
/** The shortest time from which a pace is told. */
const SHORTEST_MS = 50
/** Units of a quota that were not needed for so long are returned. */
const IDLE_MS = 60_000
const MOST_WANTED = 1_000_000
/** In one frame. */
const MOST_ITEMS = 100

/**
 * Counts uses against slices of budgets, which the gateway counts over all holders (docs/verifier-protocol.md,
 * "Budgets"). Belongs to one connection. `ask` is told that something is to be sent.
 */
export function createSlices(ask: () => void) {
  const slices = new Map<number, Slice>()
  /** What the next frame asks for, and what was asked for and is not answered yet. */
  let wanted = new Map<number, Need & { name: Budget['name'] }>()
  let asked = new Map<number, { name: Budget['name']; need: number }>()
  /** Who waits for units of a budget, in their order. */
  let waiting = new Map<number, (() => void)[]>()

  /** How many units are used in the time for which a slice should last. */
  function paceOf({ used, since }: Slice, now: Moment): number {
    return (used * SUPPLY_MS) / Math.max(SHORTEST_MS, now.monotonic - since.monotonic)
  }

  function request({ number, name }: Pick<Budget, 'number' | 'name'>, units: number, now: Moment): void {
    if (asked.has(number)) return
    const slice = slices.get(number)
    const known = wanted.get(number)
    const need = Math.max(units, known?.need ?? 0)
    const pace = slice ? Math.ceil(paceOf(slice, now)) : 0
    const want = Math.min(MOST_WANTED, Math.max(need, pace, waiting.get(number)?.length ?? 0))
    wanted.set(number, { budget: number, name, need, want, back: known?.back ?? 0 })
    ask()
  }

  /** Whether the units are there, are refused, or must be asked for. */
  function look({ number, name, quota, windowSeconds }: Budget, units: number, now: Moment): 'there' | 'ask' | Refused {
    const slice = slices.get(number)
    if (!slice) return 'ask'
    const isInWindow = isWithin(slice.endsInMs, slice.since, now)
    if (isInWindow && slice.left >= units) return 'there'
    if (!slice.refused || !isWithin(slice.refused.forMs, slice.refused.since, now)) return 'ask'
    const { code } = slice.refused
    // Of a count that could not be read there is no window.
    if (code === 'unavailable') return refused('verification_unavailable', { retryAfter: 1 })
    if (!isInWindow || units - slice.left < slice.refused.need) return 'ask'
    const endsInMs = slice.endsInMs - (now.monotonic - slice.since.monotonic)
    const retryAfter = Math.max(1, Math.ceil(endsInMs / 1000))
    const state = { name, quota, windowSeconds, remaining: slice.remaining + slice.left, resetSeconds: retryAfter }
    return refused(code, {
      retryAfter,
      limits: [state],
      ...(code === 'quota_exhausted' && { refillsOn: new Date(now.wall + endsInMs).toISOString() }),
    })
  }

  /**
   * Before it is used up, so that no request waits for the next one; but not when little is left for all, since what one
   * holder keeps another one lacks.
   */
  function shouldAskAhead(slice: Slice, now: Moment): boolean {
    if (slice.used < 2 || slice.refused) return false
    const pace = paceOf(slice, now)
    return slice.left * 4 < pace && slice.remaining > 10 * pace
  }

  function use(budget: Budget, units: number, now: Moment): void {
    const slice = slices.get(budget.number)
    if (!slice || units === 0) return
    slice.left -= units
    slice.used += units
    slice.lastUsed = now.monotonic
    if (shouldAskAhead(slice, now)) request(budget, 1, now)
  }

  /** Whether `look` says so of each: most requests are through with that. */
  function areThere(budgets: readonly Budget[], units: number, now: Moment): boolean {
    for (const { number, name } of budgets) {
      const slice = slices.get(number)
      if (!slice || slice.left < (name === 'key' ? 1 : units) || !isWithin(slice.endsInMs, slice.since, now))
        return false
    }
    return true
  }

  function lackingOf({ number }: Budget, units: number, now: Moment): number {
    const slice = slices.get(number)
    return slice && isWithin(slice.endsInMs, slice.since, now) ? Math.max(1, units - slice.left) : units
  }

  /** Units of all of these budgets, or which of them must be asked for, or a refusal. */
  function find(budgets: readonly Budget[], units: number, now: Moment): { missing: Budget[] } | Refused {
    const missing: Budget[] = []
    for (const budget of budgets) {
      const found = look(budget, units, now)
      if (found === 'ask') missing.push(budget)
      else if (found !== 'there') return found
    }
    return { missing }
  }

  /** While there are units, one after the other; whoever is left waits for the next slice. */
  function wake(number: number): void {
    const waiters = waiting.get(number) ?? []
    waiting.delete(number)
    for (const [index, run] of waiters.entries()) {
      const slice = slices.get(number)
      if (slice && slice.left === 0 && !slice.refused && waiting.has(number)) {
        waiting.set(number, [...waiters.slice(index), ...(waiting.get(number) ?? [])])
        return
      }
      run()
    }
  }

  return {
    /**
     * Takes one request of each rate limit and `cost` units of each quota, or nothing, except that a request which is
     * refused for a quota has used its request of the rate limits. `wait`: a budget of which something must come first.
     */
    take(budgets: readonly Budget[], cost: number, now: Moment): Refused | 'taken' | { wait: number } {
      const units = Math.max(1, cost)
      if (areThere(budgets, units, now)) {
        for (const budget of budgets) use(budget, budget.name === 'key' ? 1 : cost, now)
        return 'taken'
      }
      const rates = budgets.filter(({ name }) => name === 'key')
      const quotas = budgets.filter(({ name }) => name === 'quota')
      const foundRates = find(rates, 1, now)
      if ('allowed' in foundRates) return foundRates
      const foundQuotas = find(quotas, units, now)
      const isRefused = 'allowed' in foundQuotas
      const missing = [...foundRates.missing, ...(isRefused ? [] : foundQuotas.missing)]
      if (!isRefused || missing.length > 0) {
        for (const budget of missing) request(budget, lackingOf(budget, budget.name === 'quota' ? units : 1, now), now)
        return { wait: missing[0]?.number ?? 0 }
      }
      for (const rate of rates) use(rate, 1, now)
      return foundQuotas
    },

    /** Calls back once, when there are units of it again, when it is refused, or when no answer can come any more. */
    whenAnswered(number: number, run: () => void): void {
      const waiters = waiting.get(number)
      if (waiters) waiters.push(run)
      else waiting.set(number, [run])
    },

    /** What is left of the rate limit, and of the quota, of which least is left. */
    states(budgets: readonly Budget[], now: Moment): LimitState[] {
      const tightest: LimitState[] = []
      for (const { number, name, quota, windowSeconds } of budgets) {
        const slice = slices.get(number)
        if (!slice || !isWithin(slice.endsInMs, slice.since, now)) continue
        const remaining = slice.remaining + slice.left
        const place = placeOf(name, tightest)
        const least = tightest[place]
        if (least && least.remaining <= remaining) continue
        const endsInMs = slice.endsInMs - (now.monotonic - slice.since.monotonic)
        const resetSeconds = Math.max(1, Math.ceil(endsInMs / 1000))
        tightest[place] = { name, quota, windowSeconds, remaining, resetSeconds }
      }
      return tightest
    },

    hasNeeds: (): boolean => [...wanted.keys()].some((budget) => !asked.has(budget)),

    /** What to ask for, taken out; at most as much as one frame may have. */
    takeNeeds(): Need[] {
      const needs = [...wanted.values()].filter(({ budget }) => !asked.has(budget)).slice(0, MOST_ITEMS)
      return needs.map(({ name, ...need }) => {
        wanted.delete(need.budget)
        asked.set(need.budget, { name, need: need.need })
        return need
      })
    },

    /** The answer to a frame that was sent at that moment. */
    granted({ budget, granted, endsInMs, remaining, code, gone }: Grant, sentAt: Moment, now: Moment): void {
      const question = asked.get(budget)
      asked.delete(budget)
      const before = slices.get(budget)
      if (gone) slices.delete(budget)
      else if (question && code === 'unavailable') {
        const slice = before ?? { name: question.name, left: 0, since: sentAt, endsInMs: 0, remaining: 0, used: 0 }
        const refusal = { code, since: sentAt, forMs: REFUSED_FOR_MS, need: 0 }
        slices.set(budget, { lastUsed: now.monotonic, ...slice, refused: refusal })
      } else if (question) {
        // What is left of the same window is kept.
        const isKept = before && isWithin(before.endsInMs, before.since, now) && isSameWindow(before, sentAt, endsInMs)
        slices.set(budget, {
          name: question.name,
          left: granted + (isKept ? before.left : 0),
          since: sentAt,
          endsInMs,
          remaining,
          refused:
            code && granted === 0
              ? { code, since: sentAt, forMs: Math.min(endsInMs, REFUSED_FOR_MS), need: question.need }
              : undefined,
          lastUsed: before?.lastUsed ?? now.monotonic,
          used: 0,
        })
      }
      if (wanted.has(budget)) ask()
      wake(budget)
    },

    /** Forgets what is over, and returns the units of quotas that nobody needs. `all`: before closing. */
    tidy(now: Moment, all: boolean): void {
      for (const [number, { name, left, since, endsInMs, lastUsed }] of slices) {
        const isOver = !isWithin(endsInMs, since, now)
        if (!isOver && !all && now.monotonic - lastUsed < IDLE_MS) continue
        slices.delete(number)
        if (isOver || left === 0 || name === 'key') continue
        wanted.set(number, { budget: number, name, need: 0, want: 0, back: left })
        ask()
      }
    },

    /** No answer comes any more. */
    end(): void {
      const waiters = [...waiting.values()].flat()
      waiting = new Map()
      wanted = new Map()
      asked = new Map()
      for (const run of waiters) run()
    },
  }
}

/** Where the limit of that name stands; behind the others if there is none yet. */
function placeOf(name: Budget['name'], states: readonly LimitState[]): number {
  let place = 0
  while (place < states.length && states[place]?.name !== name) place += 1
  return place
}

/** Windows of one budget follow each other: two ends that lie closer together than a moment are one. */
function isSameWindow(before: { since: Moment; endsInMs: number }, sentAt: Moment, endsInMs: number): boolean {
  return Math.abs(before.since.monotonic + before.endsInMs - (sentAt.monotonic + endsInMs)) < 500
}
