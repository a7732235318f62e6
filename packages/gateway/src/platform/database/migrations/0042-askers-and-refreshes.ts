import type { Kysely } from 'kysely'

/**
 * From which address, and in which session of a key, an embedded session was asked for; and from where a session was
 * refreshed lately, as the audit log has it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('embed_tokens').addColumn('asked_from', 'text').execute()
  await db.schema.alterTable('embed_tokens').addColumn('asked_in', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('refresh_places', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('refresh_places_since', 'bigint').execute()
  await db.schema.alterTable('sessions').addColumn('refresh_repeats', 'bigint').execute()
}
