import type { Kysely } from 'kysely'

/** What accounts share with each other, and where an account wants its streams. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('account_exports')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('token_position', 'integer')
    .addColumn('allowed_accounts', 'text')
    .addColumn('issued_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_exports_pk', ['account_id', 'name'])
    .execute()

  await db.schema
    .createTable('account_imports')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('local_subject', 'text')
    // No reference: an import outlives the account that it imports from.
    .addColumn('exporter_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('token_position', 'integer')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_imports_pk', ['account_id', 'name'])
    .execute()
  await db.schema
    .createIndex('account_imports_exporter')
    .on('account_imports')
    .columns(['exporter_id', 'account_id'])
    .execute()

  await db.schema
    .createTable('account_meshes')
    .addColumn('account_id', 'text', (column) =>
      column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('num_nodes', 'integer', (column) => column.notNull())
    .addColumn('regions', 'text', (column) => column.notNull())
    .addColumn('requested_at', 'bigint', (column) => column.notNull())
    .addColumn('most_replicas', 'integer', (column) => column.notNull())
    .addColumn('claims_version', 'integer', (column) => column.notNull())
    .addColumn('applied_num_nodes', 'integer')
    .addColumn('applied_regions', 'text')
    .addColumn('met_at', 'bigint')
    .addColumn('streams_total', 'integer')
    .addColumn('streams_placed', 'integer')
    .addColumn('failing', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('problem', 'text')
    .addColumn('checked_at', 'bigint')
    .execute()

  await db.schema.alterTable('accounts').addColumn('exports_pushed', 'text').execute()
}
