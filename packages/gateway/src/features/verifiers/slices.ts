import type { KeyQuotas } from '../../access/key-limits/key-quotas.ts'
import type { KeyRateLimits } from '../../access/key-limits/key-rate-limits.ts'
import type { Slice, SliceWanted } from '../../access/key-limits/slice.ts'
import type { Budget, BudgetSlice, BudgetWanted, TakeSlices } from './budgets.ts'

type Counters = { keyRateLimits: Pick<KeyRateLimits, 'slice'>; keyQuotas: Pick<KeyQuotas, 'slice'> }

/** Takes slices from the counters with which the gateway counts requests itself. */
export function createTakeSlices({ keyRateLimits, keyQuotas }: Counters, sharers: () => number): TakeSlices {
  function slice(budget: Budget, wanted: SliceWanted): Slice | Promise<Slice> {
    if (budget.name === 'quota') return keyQuotas.slice(budget.limit, wanted)
    // Any request takes one of a rate limit.
    return keyRateLimits.slice(budget.limit, { ...wanted, need: Math.min(1, wanted.need) })
  }

  async function take({ budget, ...wanted }: BudgetWanted): Promise<BudgetSlice> {
    try {
      const taken = await slice(budget, { ...wanted, sharers: sharers() })
      if (taken.granted > 0 || wanted.need === 0) return taken
      return { ...taken, code: budget.name === 'key' ? 'too_many_requests' : 'quota_exhausted' }
    } catch {
      return { granted: 0, windowEndsAt: 0, remaining: 0, code: 'unavailable' }
    }
  }

  return (wanted, done) => void Promise.all(wanted.map(take)).then(done)
}
