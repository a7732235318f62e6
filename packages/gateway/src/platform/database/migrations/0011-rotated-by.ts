import { type Kysely, sql } from 'kysely'

/** Which key made another one by rotating itself, so that both can be ended when the first was in wrong hands. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('api_keys').addColumn('rotated_by_key_id', 'text').execute()
  await sql`create index api_keys_rotated_by on api_keys (rotated_by_key_id) where rotated_by_key_id is not null`.execute(
    db,
  )
}
