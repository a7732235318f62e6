import type { Kysely } from 'kysely'

/** Since when an operator of the gateway has an account suspended, and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('suspended_at', 'bigint').execute()
  await db.schema.alterTable('accounts').addColumn('suspension_reason', 'text').execute()
}
