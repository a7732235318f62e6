import type { Kysely } from 'kysely'

/** By which request an event came about; null before, and for what the gateway does by itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit_events').addColumn('request_id', 'text').execute()
}
