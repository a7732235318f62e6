import type { Kysely } from 'kysely'
import type { Tx } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import { type Export, exportColumns, exportOf, type Import, importColumns, importOf } from '../messaging/shares.ts'

export type ListedExport = Export & { createdAt: number }
export type ListedImport = Import & { createdAt: number }

/** All that an account shares, by name; `key` is its public key on the message bus. Undefined for one that is deleted. */
export type Shares = { key: string; exports: ListedExport[]; imports: ListedImport[] }

export async function readShares(db: Kysely<Schema>, accountId: string): Promise<Shares | undefined> {
  const account = await db
    .selectFrom('accounts')
    .select('nats_public_key')
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!account?.nats_public_key) return undefined
  return {
    key: account.nats_public_key,
    exports: (await listExports(db, [accountId])).map(({ accountId: _, ...one }) => one),
    imports: await listImports(db, accountId),
  }
}

/** Exports of those accounts that live, with the account's name as it is shown. */
export async function listExports(
  db: Kysely<Schema>,
  accountIds: string[],
): Promise<(ListedExport & { accountId: string; accountName: string })[]> {
  if (accountIds.length === 0) return []
  const rows = await db
    .selectFrom('account_exports as e')
    .innerJoin('accounts as a', 'a.id', 'e.account_id')
    .select(exportColumns.map((column) => `e.${column}` as const))
    .select(['e.created_at', 'e.account_id', 'a.display_name'])
    .where('e.account_id', 'in', accountIds)
    .where('a.deleted_at', 'is', null)
    .orderBy('e.name')
    .execute()
  return rows.map((row) => ({
    ...exportOf(row),
    createdAt: row.created_at,
    accountId: row.account_id,
    accountName: row.display_name,
  }))
}

async function listImports(db: Kysely<Schema>, accountId: string): Promise<ListedImport[]> {
  const rows = await db
    .selectFrom('account_imports')
    .select([...importColumns, 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ ...importOf(row), createdAt: row.created_at }))
}

/** What living accounts import from one. */
export async function listImportsFrom(
  db: Kysely<Schema>,
  exporterId: string,
): Promise<(Import & { accountId: string })[]> {
  const rows = await db
    .selectFrom('account_imports as i')
    .innerJoin('accounts as a', 'a.id', 'i.account_id')
    .select(importColumns.map((column) => `i.${column}` as const))
    .select('i.account_id')
    .where('i.exporter_id', '=', exporterId)
    .where('a.deleted_at', 'is', null)
    .execute()
  return rows.map((row) => ({ ...importOf(row), accountId: row.account_id }))
}

/** The living account that has the id, or else the name; names are normalised. */
export async function findAccountId(db: Kysely<Schema>, id: string, name: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('accounts')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', id), eb('name', '=', name)]))
    .where('deleted_at', 'is', null)
    .where('nats_public_key', 'is not', null)
    .execute()
  return found.find((account) => account.id === id)?.id ?? found[0]?.id
}

/** The account's row has to be taken and its claims to be raised: that second is the first whose activations count. */
export async function addExport(tx: Tx, accountId: string, one: Export): Promise<void> {
  await tx.db
    .insertInto('account_exports')
    .values((eb) => ({
      account_id: accountId,
      name: one.name,
      subject: one.subject,
      type: one.type,
      token_position: one.tokenPosition,
      allowed_accounts: one.allowedAccounts === null ? null : JSON.stringify(one.allowedAccounts),
      issued_at: eb
        .selectFrom('accounts')
        .select('claims_issued_at')
        .where('id', '=', accountId)
        .$asScalar()
        .$notNull(),
      created_at: Date.now(),
    }))
    .execute()
}

export async function addImport(tx: Tx, accountId: string, one: Import): Promise<void> {
  await tx.db
    .insertInto('account_imports')
    .values({
      account_id: accountId,
      name: one.name,
      subject: one.subject,
      local_subject: one.localSubject,
      exporter_id: one.exporterId,
      type: one.type,
      token_position: one.tokenPosition,
      created_at: Date.now(),
    })
    .execute()
}

/** Deletes one by name; resolves with what it was. */
export async function removeExport(tx: Tx, accountId: string, name: string): Promise<Export | undefined> {
  const row = await tx.db
    .deleteFrom('account_exports')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .returning(exportColumns)
    .executeTakeFirst()
  return row && exportOf(row)
}

/** Deletes one by name; resolves with what it was. */
export async function removeImport(tx: Tx, accountId: string, name: string): Promise<Import | undefined> {
  const row = await tx.db
    .deleteFrom('account_imports')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .returning(importColumns)
    .executeTakeFirst()
  return row && importOf(row)
}
