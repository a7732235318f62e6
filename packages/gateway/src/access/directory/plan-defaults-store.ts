import type { ExpressionBuilder, Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { PlanDefaults } from '../plan-defaults.ts'

/** Live accounts without a plan, and those that have had the free one since before payments were taken. */
function isWithoutPlan(eb: ExpressionBuilder<Schema, 'accounts'>) {
  const isCustomer = eb.exists(
    eb.selectFrom('payment_customers as c').select('c.account_id').whereRef('c.account_id', '=', 'accounts.id'),
  )
  return eb.and([
    eb('accounts.deleted_at', 'is', null),
    eb.or([
      eb('accounts.subscription_plan', 'is', null),
      eb.and([eb('accounts.subscription_plan', '=', 'free'), eb.not(isCustomer)]),
    ]),
  ])
}

export async function hasAccountWithoutPlan(db: Kysely<Schema>): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').where(isWithoutPlan).limit(1).executeTakeFirst()) !== undefined
}

/** Sets what limits the keys of accounts without a plan, of `most` accounts that have something else; returns those. */
export async function addDefaultsWithoutPlan(tx: Tx, { rate, quota, maxKeys }: PlanDefaults, most: number) {
  const differs = (eb: ExpressionBuilder<Schema, 'accounts'>) =>
    eb.or([
      eb('default_rate', 'is distinct from', rate),
      eb('default_quota', 'is distinct from', quota),
      eb('max_keys', 'is distinct from', maxKeys),
    ])
  return (
    tx.db
      .updateTable('accounts')
      .set({ default_rate: rate, default_quota: quota, max_keys: maxKeys })
      .where('id', 'in', (eb) =>
        eb.selectFrom('accounts').select('accounts.id').where(isWithoutPlan).where(differs).limit(most),
      )
      // Again, since one of them may have got a plan meanwhile.
      .where(isWithoutPlan)
      .where(differs)
      .returning(['id', 'subscription_status as status', 'subscription_plan as plan'])
      .execute()
  )
}
