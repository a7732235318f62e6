import { addDefaultsWithoutPlan, hasAccountWithoutPlan } from '../../access/directory/plan-defaults-store.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { NO_DEFAULTS, type PlanDefaults, readDefaults } from '../../access/plan-defaults.ts'
import { recordAll } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Catalogue } from './catalogue.ts'
import { describeSubscription } from './describe-subscription.ts'

const BATCH = 200

/**
 * What limits the keys of an account that has no plan: what the price of the free plan sets, so that nobody gets more by
 * choosing none, or by cancelling the free plan.
 */
export type WithoutPlan = {
  read(): Promise<PlanDefaults>
  /** As last read, for a new account: it must not wait for Stripe. */
  known(): PlanDefaults
  /** Gives it to the accounts that have something else. */
  follow(): Promise<void>
}

type Deps = { database: Database; catalogue: Pick<Catalogue, 'offers'>; invalidation: Invalidation }

export function createWithoutPlan({ database, catalogue, invalidation }: Deps): WithoutPlan {
  let last = NO_DEFAULTS

  async function read(): Promise<PlanDefaults> {
    const { free } = await catalogue.offers()
    last = free ? readDefaults(free.price.metadata).defaults : NO_DEFAULTS
    return last
  }

  return {
    read,
    known() {
      // For the next account; if Stripe cannot be reached, the job comes later.
      read().catch(() => undefined)
      return last
    },
    async follow() {
      if (!(await hasAccountWithoutPlan(database.read))) return
      const defaults = await read()
      for (let changed = BATCH; changed === BATCH; )
        changed = await database.transaction(async (tx) => {
          const accounts = await addDefaultsWithoutPlan(tx, defaults, BATCH)
          if (accounts.length === 0) return 0
          const ids = accounts.map(({ id }) => id)
          await invalidation.evict(tx, ids)
          await recordAll(
            tx,
            accounts.map(({ id, status, plan }) => ({
              action: 'subscription.changed',
              accountId: id,
              actor: { kind: 'system' },
              target: { type: 'account', id },
              details: {
                ...describeSubscription({ status, plan, defaults }),
                ...{ previous_status: status, previous_plan: plan },
              },
            })),
          )
          return accounts.length
        })
    },
  }
}
