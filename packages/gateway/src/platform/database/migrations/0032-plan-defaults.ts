import type { Kysely } from 'kysely'

/** What the plan of an account sets for its keys, and until when its keys work while a payment is late. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const alter = () => db.schema.alterTable('accounts')
  await alter().addColumn('default_rate', 'text').execute()
  await alter().addColumn('default_quota', 'text').execute()
  await alter().addColumn('max_keys', 'integer').execute()
  await alter().addColumn('payment_grace_until', 'bigint').execute()
  await alter().addColumn('payment_overdue_told_at', 'bigint').execute()
}
