import { describe, expect, it } from 'vitest'
import { systemTime } from '../../platform/time.ts'
import { type Budget, type BudgetSlice, createBudgets } from './budgets.ts'

const QUOTA: Budget = {
  name: 'quota',
  windowSeconds: 86_400,
  limit: { name: 'key_1', requests: 100, per: 'day', resets: 'calendar', anchor: null },
}

describe('the budgets of one verifier', () => {
  it('say when to ask again if a count cannot be read, and what was taken before may still come back', () => {
    let slice: BudgetSlice = { granted: 10, windowEndsAt: 61_000, remaining: 90 }
    const backs: number[] = []
    const budgets = createBudgets(
      { ...systemTime, wall: () => 1000 },
      () => 100,
      (wanted, done) => {
        backs.push(...wanted.map(({ back }) => back))
        done([slice])
      },
    )
    budgets.tell([QUOTA])
    function ask(item: { need: number; want: number; back: number }) {
      let answered: object[] = []
      budgets.ask([{ budget: 1, ...item }], (items) => {
        answered = items
      })
      return answered
    }
    expect(ask({ need: 1, want: 10, back: 0 })).toMatchObject([{ granted: 10, ends_in_ms: 60_000 }])
    slice = { granted: 0, windowEndsAt: 0, remaining: 0, code: 'unavailable' }
    expect(ask({ need: 1, want: 1, back: 0 })).toEqual([
      { budget: 1, granted: 0, code: 'unavailable', ends_in_ms: 1000, remaining: 0 },
    ])
    ask({ need: 0, want: 0, back: 7 })
    expect(backs).toEqual([0, 0, 7])
  })
})
