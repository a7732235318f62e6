import type { Kysely } from 'kysely'
import { sha256 } from '../../crypto/hashing.ts'
import { looksOf } from '../../values/looks.ts'

const PAGE = 500

type Before = { accounts: { id: string; display_name: string; deleted_at: number | null; created_at: number } }
type After = { account_looks: { look: string; account_id: string } }

/** How the names of living accounts look: nobody takes a name that looks like another. Of two that do, the older counts. */
export async function up(db: Kysely<Before & After>): Promise<void> {
  await db.schema
    .createTable('account_looks')
    .addColumn('look', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .execute()
  await db.schema.createIndex('account_looks_account').on('account_looks').column('account_id').execute()

  const accounts = await db
    .selectFrom('accounts')
    .select(['id', 'display_name'])
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  for (let first = 0; first < accounts.length; first += PAGE) {
    const rows = accounts.slice(first, first + PAGE).flatMap(({ id, display_name }) => {
      const { typed, folded } = looksOf(display_name)
      return [...new Set([typed, folded])].map((look) => ({ look: sha256(look), account_id: id }))
    })
    await db
      .insertInto('account_looks')
      .values(rows)
      .onConflict((conflict) => conflict.column('look').doNothing())
      .execute()
  }
}
