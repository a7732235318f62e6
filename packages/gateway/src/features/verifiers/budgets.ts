import type { Quota } from '../../access/key-limits/quota.ts'
import type { RateLimit } from '../../access/key-limits/rate-limit.ts'
import type { Slice, SliceWanted } from '../../access/key-limits/slice.ts'
import type { Time } from '../../platform/time.ts'
import type { BudgetItem } from './frames.ts'

/** A rate limit (`key`) or a quota of a key, of which verifiers get slices. */
export type Budget = { windowSeconds: number } & ({ name: 'key'; limit: RateLimit } | { name: 'quota'; limit: Quota })

/** As a verdict shows it. */
export type BudgetShown = { budget: number; name: Budget['name']; quota: number; window_seconds: number }

export type BudgetWanted = Omit<SliceWanted, 'sharers'> & { budget: Budget }
export type BudgetSlice = Slice & { code?: 'too_many_requests' | 'quota_exhausted' | 'unavailable' }

/** Counts slices as used; the answer has the order of what was asked. */
export type TakeSlices = (wanted: readonly BudgetWanted[], done: (slices: readonly BudgetSlice[]) => void) => void

/** A count that could not be read is asked for again so soon, and not before. */
const UNAVAILABLE_MS = 1000

type Known = { budget: Budget; taken: number; windowEndsAt: number }

export type Budgets = ReturnType<typeof createBudgets>

/** The budgets of which one verifier was told, by numbers of its connection, and what it has taken of each. */
export function createBudgets(time: Time, most: () => number, takeSlices: TakeSlices) {
  const numbers = new Map<string, number>()
  const known = new Map<number, Known>()
  let last = 0

  function numberOf(budget: Budget): number {
    const name = `${budget.name} ${budget.limit.name}`
    const had = numbers.get(name)
    if (had !== undefined) {
      const before = known.get(had)
      if (before) before.budget = budget
      return had
    }
    last += 1
    numbers.set(name, last)
    known.set(last, { budget, taken: 0, windowEndsAt: 0 })
    forgetSurplus()
    return last
  }

  /** The oldest go: a verifier that still names one is told that it is gone. */
  function forgetSurplus(): void {
    let surplus = known.size - most()
    for (const [number, { budget }] of known) {
      if (surplus <= 0) return
      surplus -= 1
      known.delete(number)
      numbers.delete(`${budget.name} ${budget.limit.name}`)
    }
  }

  /** No more comes back than was taken, and nothing after the end of its window. */
  function backOf(of: Known, asked: number): number {
    const back = time.wall() < of.windowEndsAt ? Math.min(asked, of.taken) : 0
    of.taken -= back
    return back
  }

  function shownAs(budget: number, of: Known, { granted, windowEndsAt, remaining, code }: BudgetSlice): object {
    // What was taken before may still be used, or come back.
    if (code === 'unavailable') return unavailableOf({ budget })
    if (of.windowEndsAt !== windowEndsAt) of.taken = 0
    of.windowEndsAt = windowEndsAt
    of.taken += granted
    return { budget, granted, ends_in_ms: Math.max(0, windowEndsAt - time.wall()), remaining, ...(code && { code }) }
  }

  return {
    tell: (budgets: readonly Budget[]): BudgetShown[] =>
      budgets.map((budget) => ({
        budget: numberOf(budget),
        name: budget.name,
        quota: budget.limit.requests,
        window_seconds: budget.windowSeconds,
      })),

    makeRoom: forgetSurplus,

    /** Takes and returns units; `answer` gets the items of the frame. */
    ask(items: readonly BudgetItem[], answer: (items: object[]) => void): void {
      const asked = items.map((item) => ({ item, of: known.get(item.budget) }))
      const wanted = asked.flatMap(({ item: { need, want, back }, of }) =>
        of ? [{ budget: of.budget, need, want, back: backOf(of, back), backTo: of.windowEndsAt }] : [],
      )
      takeSlices(wanted, (slices) => {
        const left = [...slices]
        answer(
          asked.map(({ item: { budget }, of }) => {
            const slice = of && left.shift()
            return slice ? shownAs(budget, of, slice) : { budget, gone: true }
          }),
        )
      })
    },
  }
}

/** What an item is answered with whose count cannot be read. */
export function unavailableOf({ budget }: Pick<BudgetItem, 'budget'>): object {
  return { budget, granted: 0, ends_in_ms: UNAVAILABLE_MS, remaining: 0, code: 'unavailable' }
}
