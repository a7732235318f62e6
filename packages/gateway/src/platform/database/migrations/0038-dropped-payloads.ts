import { type Kysely, sql } from 'kysely'

/**
 * Whether work that the gateway gave up could be done again: not if its payload was deleted then, as that of all work
 * that has failed so far may have been.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('outbox').addColumn('payload_dropped_at', 'bigint').execute()
  await sql`update outbox set payload_dropped_at = failed_at where failed_at is not null`.execute(db)
}
