import type { RateLimit } from '../src/access/key-limits/rate-limit.ts'
import type { Slice } from '../src/access/key-limits/slice.ts'
import type { BudgetSlice, BudgetWanted } from '../src/features/verifiers/budgets.ts'
import { Refusal } from '../src/platform/errors/refusal.ts'
import type { Sums, Use } from '../src/platform/throttle/use-store.ts'
import type { Time } from '../src/platform/time.ts'
import type { GatewaySettings } from './gateway.ts'
import type { Session } from './postgres.ts'
import { createSoon } from './soon.ts'

/** What was used in the newest window of each rate limit, as the database has it. */
export type Budgets = Map<string, { windowEndsAt: number; used: number }>

/** After so long without an answer a gateway may count alone: its clocks may run fast, and timers fire early. */
const MAY_BE_ALONE_MS = 1900
/** A verifier's clock may be 1 % slow, and the gateway's 1 % fast. */
const SLOWEST = 1.021

/** Rate limits at one gateway: the real counters and the real exchange, wired to the simulated database. */
export function countRates(
  {
    world,
    process,
    parts,
    rates,
    budgets,
    id,
  }: Pick<GatewaySettings, 'world' | 'process' | 'parts' | 'rates' | 'budgets' | 'id'>,
  time: Time,
  pool: () => Session | undefined,
) {
  // A start of its own, also where a variant gives it an id that was there before.
  const me = `${id} since ${world.now().toFixed()}`
  let exchanges = 0
  const exchange = parts.exchange({
    time,
    everyMs: 50,
    add(uses, done) {
      exchanges += 1
      const mine = exchanges
      let isOver = false
      const end = (sums: Sums | undefined): void => {
        isOver = true
        if (sums) noteMissed(uses, sums)
        if (mine === exchanges) rates.setAlone(me, !sums)
        done(sums)
      }
      world.after(MAY_BE_ALONE_MS, () => {
        if (!isOver) rates.setAlone(me, true)
      })
      const session = pool()
      if (session)
        session.transaction(
          () => addTo(budgets, uses),
          end,
          () => end(undefined),
        )
      else time.after(1, () => end(undefined))
    },
  })
  let readAt = 0
  const rateLimits = parts.rateLimits(
    {
      report: exchange.report,
      next() {
        const soon = createSoon<void>()
        // What waits for it uses nothing but `then`.
        return exchange.next(soon.resolve) ? (soon as unknown as Promise<void>) : undefined
      },
    },
    {
      wall() {
        readAt = time.wall()
        return readAt
      },
    },
  )

  function noteMissed(uses: readonly Use[], sums: Sums): void {
    for (const { rateLimit, windowEndsAt } of uses)
      if (sums.get(rateLimit)?.windowEndsAt !== windowEndsAt) rates.missed(me, rateLimit, windowEndsAt)
  }

  return {
    /** One request. */
    take(limit: RateLimit, done: (isLeft: boolean) => void): void {
      const taken = (): void => {
        const lengthMs = limit.perSeconds * 1000
        rates.given(me, limit, readAt - (readAt % lengthMs) + lengthMs, 1)
        done(true)
      }
      try {
        const waits = rateLimits.take([limit])
        if (waits) waits.then(taken, () => done(false))
        else taken()
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        done(false)
      }
    },

    /** As features/verifiers/slices.ts does it. */
    takeSlices(
      verifier: string,
      sharers: number,
      wanted: readonly BudgetWanted[],
      done: (slices: BudgetSlice[]) => void,
    ): void {
      const slices: BudgetSlice[] = []
      let left = wanted.length
      if (left === 0) done([])
      for (const [index, { budget, ...asked }] of wanted.entries()) {
        if (budget.name !== 'key') throw new Error('there are no quotas here')
        const { limit } = budget
        const settle = (slice: Slice): void => {
          const { granted, windowEndsAt } = slice
          const forMs = windowEndsAt - process.machine.wall()
          rates.given(me, limit, windowEndsAt, granted)
          rates.handed(verifier, limit, granted, forMs * SLOWEST + 3)
          slices[index] = granted > 0 || asked.need === 0 ? slice : { ...slice, code: 'too_many_requests' }
          left -= 1
          if (left === 0) done(slices)
        }
        const slice = rateLimits.slice(limit, { ...asked, need: Math.min(1, asked.need), sharers })
        if ('then' in slice) void slice.then(settle)
        else settle(slice)
      }
    },
  }
}

/** As use-store.ts does it: only the newest window of each is kept. */
function addTo(budgets: Budgets, uses: readonly Use[]): Sums {
  const sums: Sums = new Map()
  for (const { rateLimit, windowEndsAt, used } of uses) {
    const before = budgets.get(rateLimit)
    if (!before || windowEndsAt > before.windowEndsAt) budgets.set(rateLimit, { windowEndsAt, used })
    else if (windowEndsAt === before.windowEndsAt) before.used += used
    const { windowEndsAt: newest = 0, used: sum = 0 } = budgets.get(rateLimit) ?? {}
    sums.set(rateLimit, { windowEndsAt: newest, used: sum })
  }
  return sums
}
