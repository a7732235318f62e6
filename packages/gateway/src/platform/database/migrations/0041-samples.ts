import type { Kysely } from 'kysely'

/** In the order of the upper bounds; a request is in one of them. */
const BUCKETS = ['1', '2_5', '5', '10', '25', '50', '100', '250', '1000', '5000', 'more']

/** What all gateways together did in a minute, and in an hour (features/operator/samples.ts). */
export async function up(db: Kysely<unknown>): Promise<void> {
  let table = db.schema
    .createTable('samples')
    .addColumn('span_ms', 'integer', (column) => column.notNull())
    .addColumn('begins_at', 'bigint', (column) => column.notNull())
  const counts = ['client_errors', 'server_errors', 'sign_ins', 'issued_keys', ...BUCKETS.map((name) => `ms_${name}`)]
  for (const name of [...counts, 'outbox_waiting', 'outbox_failed'])
    table = table.addColumn(name, 'bigint', (column) => column.notNull())
  await table.addPrimaryKeyConstraint('samples_pk', ['span_ms', 'begins_at']).execute()
}
