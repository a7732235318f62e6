import { type Kysely, sql } from 'kysely'

/** What an account goes through: settings of its own, a deletion that takes a year to be final. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('onboarding_progress', 'text').execute()
  await db.schema.alterTable('accounts').addColumn('streams_purged_at', 'bigint').execute()
  // For the jobs that look for what is left of deleted accounts, which are few among many.
  await sql`create index accounts_deleted on accounts (deleted_at) where deleted_at is not null`.execute(db)
}
