import { type Kysely, sql } from 'kysely'

/** By whose right an invitation that waits was made: it is asked again when somebody accepts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('memberships').addColumn('invited_by_user_id', 'text').execute()
  await db.schema.alterTable('memberships').addColumn('invited_by_key_id', 'text').execute()
  await sql`create index memberships_pending on memberships (account_id) where accepted_at is null`.execute(db)
}
