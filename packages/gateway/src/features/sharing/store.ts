import { type Kysely, sql } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import {
  type Export,
  exportColumns,
  exportOf,
  type Import,
  importColumns,
  importOf,
  resolveSubjects,
} from '../../transport/messaging/shares.ts'
import type { ServiceImport } from './circles.ts'

export type ListedExport = Export & { createdAt: number }
export type ListedImport = Import & { createdAt: number }

/**
 * Everything that an account shares, by name; `key` is its public key on the message bus. Undefined for a deleted
 * account.
 */
export type Shares = { key: string; exports: ListedExport[]; imports: ListedImport[] }

export async function readShares(db: Kysely<Schema>, accountId: string): Promise<Shares | undefined> {
  const account = await db
    .selectFrom('accounts as a')
    .select('a.nats_public_key')
    .where('a.id', '=', accountId)
    .where(isNotDeleted)
    .executeTakeFirst()
  if (!account?.nats_public_key) return undefined
  return {
    key: account.nats_public_key,
    exports: (await listExports(db, [accountId])).map(({ accountId: _, ...one }) => one),
    imports: await listImports(db, accountId),
  }
}

/** Exports of the live ones of these accounts, with the account's display name. */
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
    .where(isNotDeleted)
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

/** What accounts after `after` import from one account, for `limit` accounts at most, in the order of their ids. */
export async function listImportsFrom(
  db: Kysely<Schema>,
  exporterId: string,
  after: string,
  accounts: number,
): Promise<(Import & { accountId: string; isDeleted: boolean })[]> {
  const importers = db
    .selectFrom('account_imports')
    .select('account_id')
    .distinct()
    .where('exporter_id', '=', exporterId)
    .where('account_id', '>', after)
    .orderBy('account_id')
    .limit(accounts)
  const rows = await db
    .selectFrom('account_imports as i')
    .innerJoin('accounts as a', 'a.id', 'i.account_id')
    .select(importColumns.map((column) => `i.${column}` as const))
    .select(['i.account_id', 'a.deleted_at'])
    .where('i.exporter_id', '=', exporterId)
    .where('i.account_id', 'in', importers)
    .orderBy('i.account_id')
    .execute()
  return rows.map((row) => ({ ...importOf(row), accountId: row.account_id, isDeleted: row.deleted_at !== null }))
}

/**
 * The live account with that id or (normalised) name. A text in the form of an id is never used as a name: anybody may
 * give their account the id of a deleted account as its name.
 */
export async function findAccountId(db: Kysely<Schema>, id: string, name: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('accounts as a')
    .select('a.id')
    .where((eb) => (/^\d{10}$/.test(id) ? eb('a.id', '=', id) : eb('a.name', '=', name)))
    .where(isNotDeleted)
    .where('a.nats_public_key', 'is not', null)
    .executeTakeFirst()
  return found?.id
}

/**
 * All imports of services of which either subject has that first token; broken ones, too, since they may work again.
 */
export async function listServiceImports(db: Kysely<Schema>, firstToken: string): Promise<ServiceImport[]> {
  const begins = (column: 'i.subject' | 'i.local_subject') =>
    sql<boolean>`(${sql.ref(column)} = ${firstToken} or substr(${sql.ref(column)}, 1, ${firstToken.length + 1}) = ${`${firstToken}.`})`
  const rows = await db
    .selectFrom('account_imports as i')
    .innerJoin('accounts as a', 'a.id', 'i.account_id')
    .select(importColumns.map((column) => `i.${column}` as const))
    .select(['i.account_id', 'a.nats_public_key'])
    .where('i.type', '=', 'service')
    .where((eb) => eb.or([begins('i.subject'), begins('i.local_subject')]))
    .execute()
  return rows.map((row) => asServiceImport(row.account_id, importOf(row), row.nats_public_key ?? ''))
}

export function asServiceImport(importer: string, one: Import, importerKey: string): ServiceImport {
  return { importer, exporter: one.exporterId, ...resolveSubjects(one, importerKey) }
}

/** The caller has locked the account and raised its claims: activations count from that second on. */
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

/** Deletes an export by its name; resolves with the deleted export. */
export async function removeExport(tx: Tx, accountId: string, name: string): Promise<Export | undefined> {
  const row = await tx.db
    .deleteFrom('account_exports')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .returning(exportColumns)
    .executeTakeFirst()
  return row && exportOf(row)
}

/** Deletes an import by its name; resolves with the deleted import. */
export async function removeImport(tx: Tx, accountId: string, name: string): Promise<Import | undefined> {
  const row = await tx.db
    .deleteFrom('account_imports')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .returning(importColumns)
    .executeTakeFirst()
  return row && importOf(row)
}
