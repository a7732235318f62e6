import type { Kysely } from 'kysely'

/** How long the verifiers of each gateway may go on at most. Gateways of an older release name nothing: 0. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('gateways')
    .addColumn('most_allowance_ms', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}
