import type { Kysely } from 'kysely'

/** From which address, and in which session of a key, an embedded session was asked for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('embed_tokens').addColumn('asked_from', 'text').execute()
  await db.schema.alterTable('embed_tokens').addColumn('asked_in', 'text').execute()
}
