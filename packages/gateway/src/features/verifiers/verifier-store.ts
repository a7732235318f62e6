import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { VerifiersTable } from '../../platform/database/schema/platform.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** Rows per statement, far below the parameter limits of both engines. */
const BATCH = 500
/** Beyond that the list ends: nobody reads further. */
const MOST_LISTED = 1000

/** Replaces what is stored of one gateway. */
export async function storeVerifiers(tx: Tx, gatewayId: string, rows: readonly VerifiersTable[]): Promise<void> {
  await tx.db.deleteFrom('verifiers').where('gateway_id', '=', gatewayId).execute()
  for (let start = 0; start < rows.length; start += BATCH)
    await tx.db
      .insertInto('verifiers')
      .values(rows.slice(start, start + BATCH))
      .execute()
}

/** Deletes what gateways have left that ended without a word. */
export async function deleteUnseen(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('verifiers').where('seen_at', '<', before).execute()
}

/** The account's verifiers at other gateways, as of the last time that these were heard of, which is after `since`. */
export async function listVerifiersElsewhere(
  db: Kysely<Schema>,
  accountId: string,
  gatewayId: string,
  since: number,
): Promise<VerifiersTable[]> {
  return db
    .selectFrom('verifiers')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('gateway_id', '!=', gatewayId)
    .where('seen_at', '>=', since)
    .orderBy('id')
    .limit(MOST_LISTED)
    .execute()
}

/** Those of the ids that are keys of the account, also deleted ones that still have a row. */
export async function keysOfAccount(
  db: Kysely<Schema>,
  accountId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('api_keys')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute()
  return new Set(rows.map(({ id }) => id))
}
