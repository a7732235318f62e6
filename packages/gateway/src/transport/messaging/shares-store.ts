import type { Kysely } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { type Export, exportColumns, exportOf, type Import, importColumns, importOf } from './shares.ts'

/** An export, and the second from which on activations of it count (account_exports.issued_at). */
export type StoredExport = Export & { issuedAtSeconds: number }

/** An account that others import from, while it lives; the seed is sealed under the master key. */
export type Exporter = { accountId: string; publicKey: string; seedSealed: string; exports: StoredExport[] }

export async function listExports(db: Kysely<Schema>, accountId: string): Promise<StoredExport[]> {
  return (await listExportsOf(db, [accountId])).get(accountId) ?? []
}

export async function listImports(db: Kysely<Schema>, accountId: string): Promise<Import[]> {
  const rows = await db
    .selectFrom('account_imports')
    .select(importColumns)
    .where('account_id', '=', accountId)
    .execute()
  return rows.map(importOf)
}

/** The live ones of these accounts, with all that they export. */
export async function findExporters(db: Kysely<Schema>, accountIds: string[]): Promise<Map<string, Exporter>> {
  if (accountIds.length === 0) return new Map()
  const accounts = await db
    .selectFrom('accounts as a')
    .select(['a.id', 'a.nats_public_key', 'a.nats_seed_sealed'])
    .where('a.id', 'in', accountIds)
    .where(isNotDeleted)
    .execute()
  const exports = await listExportsOf(db, accountIds)
  return new Map(
    accounts.flatMap(({ id, nats_public_key: publicKey, nats_seed_sealed: seedSealed }) =>
      publicKey && seedSealed ? [[id, { accountId: id, publicKey, seedSealed, exports: exports.get(id) ?? [] }]] : [],
    ),
  )
}

async function listExportsOf(db: Kysely<Schema>, accountIds: string[]): Promise<Map<string, StoredExport[]>> {
  const rows = await db
    .selectFrom('account_exports')
    .select([...exportColumns, 'account_id', 'issued_at'])
    .where('account_id', 'in', accountIds)
    .orderBy('name')
    .execute()
  const byAccount = Map.groupBy(rows, (row) => row.account_id)
  return new Map(
    [...byAccount].map(([id, own]) => [id, own.map((row) => ({ ...exportOf(row), issuedAtSeconds: row.issued_at }))]),
  )
}

/** Ids of accounts after `after` that import something from one, in order. */
export async function listImporters(
  db: Kysely<Schema>,
  exporterId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('account_imports')
    .select('account_id')
    .distinct()
    .where('exporter_id', '=', exporterId)
    .where('account_id', '>', after)
    .orderBy('account_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.account_id)
}
