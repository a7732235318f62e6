import { PostgresAdapter, type SelectQueryBuilder, type Simplify } from 'kysely'
import type { Tx } from './database.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/**
 * A transaction locks rows before it changes what belongs to them, always in this order: accounts, users, keys,
 * sessions, refresh tokens; several of one kind in the order of their ids. So no two transactions wait for each other,
 * and a transaction that waited for a revocation finds the revoked rows gone (docs/decisions/0017).
 *
 * On PostgreSQL a lock lasts until `tx` ends. It keeps out other locks and changes of the row, but neither readers nor
 * new rows that refer to it. On SQLite transactions never overlap, and nothing is locked.
 *
 * A function that relies on a lock takes its token as an argument. A token is valid in the transaction that made it.
 */
const accountLock = Symbol('locked account')
const userLock = Symbol('locked user')

/** Says that the transaction has locked the account's row. */
export type LockedAccount = { readonly accountId: string; readonly [accountLock]: true }

/** Says that the transaction has locked the user's row. */
export type LockedUser = { readonly userId: string; readonly [userLock]: true }

/** Undefined if there is no such user (any more). */
export function lockUser(tx: Tx, userId: string): Promise<LockedUser | undefined> {
  return lockUserReading(tx, userId, (user) => user.select('id'))
}

/** The same, with columns as they are once the row is locked; undefined also if the row does not meet a condition. */
export async function lockUserReading<Row extends object>(
  tx: Tx,
  userId: string,
  read: (user: SelectQueryBuilder<Schema, 'users', object>) => SelectQueryBuilder<Schema, 'users', Row>,
): Promise<(LockedUser & Simplify<Row>) | undefined> {
  const query = read(tx.db.selectFrom('users').where('id', '=', userId))
  const [row] = await locking(tx, query).execute()
  return row && { ...row, ...writtenUser(userId) }
}

/** The token for a statement that has just written the row, since a write is a lock, too. For access/directory only. */
export function writtenUser(userId: string): LockedUser {
  return { userId, [userLock]: true }
}

/** Undefined if there is no such account, or it is deleted. */
export async function lockAccount(tx: Tx, accountId: string): Promise<LockedAccount | undefined> {
  const [row] = await lockLiveAccount(tx.db, { accountId })
  return row && writtenAccount(accountId)
}

/** Almost every change begins with it. */
const lockLiveAccount = prepared((db, { accountId }: { accountId: string }) =>
  locking({ db }, db.selectFrom('accounts').select('id').where('id', '=', accountId).where('deleted_at', 'is', null)),
)

/** The same, deleted or not. */
export function lockAnyAccount(tx: Tx, accountId: string): Promise<LockedAccount | undefined> {
  return lockAccountReading(tx, accountId, (account) => account.select('id'))
}

/** Locks an account that meets the conditions, deleted or not, and returns columns as they are once it is locked. */
export async function lockAccountReading<Row extends object>(
  tx: Tx,
  accountId: string,
  read: (account: SelectQueryBuilder<Schema, 'accounts', object>) => SelectQueryBuilder<Schema, 'accounts', Row>,
): Promise<(LockedAccount & Simplify<Row>) | undefined> {
  const query = read(tx.db.selectFrom('accounts').where('id', '=', accountId))
  const [row] = await locking(tx, query).execute()
  return row && { ...row, ...writtenAccount(accountId) }
}

/** The token for a statement that has just written the row, since a write is a lock, too. For access/directory only. */
export function writtenAccount(accountId: string): LockedAccount {
  return { accountId, [accountLock]: true }
}

/** Locks several accounts, deleted ones too. */
export async function lockAccounts(tx: Tx, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return
  await locking(tx, tx.db.selectFrom('accounts').select('id').where('id', 'in', accountIds).orderBy('id')).execute()
}

/**
 * Locks the user's accounts and then the user: for changes that revoke their sessions everywhere. Meanwhile no session
 * of theirs can change anything in any account. Undefined if there is no such user (any more).
 */
export async function lockUserAndAccounts(tx: Tx, userId: string): Promise<LockedUser | undefined> {
  const theirs = tx.db.selectFrom('memberships').select('account_id').where('user_id', '=', userId)
  const accounts = tx.db.selectFrom('accounts').select('id').where('id', 'in', theirs).orderBy('id')
  await locking(tx, accounts).execute()
  const user = await lockUser(tx, userId)
  // Whoever joins an account holds the user. While this waited for them there came one account more, which is locked out
  // of order: if that makes a deadlock, PostgreSQL undoes one of the two, and it is tried again.
  if (user && hasRowLocks(tx)) await locking(tx, accounts).execute()
  return user
}

/** Locks a key; false if it is deleted or disabled or has expired. */
export async function lockKey(tx: Tx, accountId: string, keyId: string, now: number): Promise<boolean> {
  const query = tx.db
    .selectFrom('api_keys')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', keyId)
    .where('deleted_at', 'is', null)
    .where('disabled_at', 'is', null)
    .where('expires_at', '>', now)
  return (await locking(tx, query).executeTakeFirst()) !== undefined
}

/** Locks several keys, deleted ones too. */
export async function lockKeys(tx: Tx, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length === 0 || !hasRowLocks(tx)) return
  await locking(tx, tx.db.selectFrom('api_keys').select('id').where('id', 'in', keyIds).orderBy('id')).execute()
}

/** Locks a session; false if it has ended. */
export async function lockSession(tx: Tx, sessionId: string): Promise<boolean> {
  const query = tx.db.selectFrom('sessions').select('id').where('id', '=', sessionId).where('ended_at', 'is', null)
  return (await locking(tx, query).executeTakeFirst()) !== undefined
}

/** Locks several sessions, ended ones too. */
export async function lockSessions(tx: Tx, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0 || !hasRowLocks(tx)) return
  await locking(tx, tx.db.selectFrom('sessions').select('id').where('id', 'in', sessionIds).orderBy('id')).execute()
}

/** Whether the engine has row locks: PostgreSQL does. */
function hasRowLocks(tx: Pick<Tx, 'db'>): boolean {
  return tx.db.getExecutor().adapter instanceof PostgresAdapter
}

/**
 * The rows of a query, locked in the order of the query. PostgreSQL checks the conditions again after a wait: a row
 * that no longer meets them is not returned.
 */
export function locking<DB, TB extends keyof DB, O>(
  tx: Pick<Tx, 'db'>,
  query: SelectQueryBuilder<DB, TB, O>,
): SelectQueryBuilder<DB, TB, O> {
  return hasRowLocks(tx) ? query.forNoKeyUpdate() : query
}
