import type { Kysely } from 'kysely'
import type { AccountSubscription } from '../../access/directory/accounts.ts'
import { isActiveMember, isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { Role } from '../../platform/values/roles.ts'

/** An account's customer in one of Stripe's modes. */
type Key = { accountId: string; mode: 'live' | 'test' }

/** What Stripe is told about an account; undefined if the account does not exist. */
export async function findPayer(
  db: Kysely<Schema>,
  accountId: string,
): Promise<{ name: string; email: string; deleted: boolean } | undefined> {
  const row = await db
    .selectFrom('accounts as a')
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .select(['a.display_name as name', 'r.email', 'a.deleted_at as deletedAt'])
    .where('a.id', '=', accountId)
    .executeTakeFirst()
  return row && { name: row.name, email: row.email, deleted: row.deletedAt !== null }
}

export async function findCustomer(db: Kysely<Schema>, { accountId, mode }: Key): Promise<string | undefined> {
  const row = await db
    .selectFrom('payment_customers')
    .select('customer_id')
    .where('account_id', '=', accountId)
    .where('mode', '=', mode)
    .executeTakeFirst()
  return row?.customer_id
}

/** Whether the account is a customer in any mode. */
export async function isCustomer(db: Kysely<Schema>, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payment_customers')
    .select('mode')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined
}

export async function findAccountOf(db: Kysely<Schema>, customerId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('payment_customers')
    .select('account_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.account_id
}

/**
 * Gives the account its customer; false if it has one already. If two are added at the same instant, the first one
 * stays.
 */
export async function addCustomer(tx: Tx, { accountId, mode }: Key, customerId: string): Promise<boolean> {
  const result = await tx.db
    .insertInto('payment_customers')
    .values({ account_id: accountId, mode, customer_id: customerId, version: 0, busy_until: 0, created_at: Date.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

/** Replaces a customer that was deleted at Stripe; false if somebody else has replaced it already. */
export async function replaceCustomer(
  tx: Tx,
  { accountId, mode }: Key,
  gone: string,
  customerId: string,
): Promise<boolean> {
  const result = await tx.db
    .updateTable('payment_customers')
    .set({ customer_id: customerId })
    .where('account_id', '=', accountId)
    .where('mode', '=', mode)
    .where('customer_id', '=', gone)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Locks the account's subscription for changes, until `until`; false while somebody else has the lock. */
export async function lockSubscription(tx: Tx, { accountId, mode }: Key, now: number, until: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('payment_customers')
    .set({ busy_until: until })
    .where('account_id', '=', accountId)
    .where('mode', '=', mode)
    .where('busy_until', '<=', now)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Unlocks it, if the lock is still ours. */
export async function unlockSubscription(tx: Tx, { accountId, mode }: Key, until: number): Promise<void> {
  await tx.db
    .updateTable('payment_customers')
    .set({ busy_until: 0 })
    .where('account_id', '=', accountId)
    .where('mode', '=', mode)
    .where('busy_until', '=', until)
    .execute()
}

/** `graceUntil`: from when keys are refused, while a payment is late. */
export type ShownSubscription = AccountSubscription & { graceUntil: number | null; version: number; deleted: boolean }

/** What the account shows, and the version on which a change of it must be based. */
export async function findSubscription(
  db: Kysely<Schema>,
  { accountId, mode }: Key,
): Promise<ShownSubscription | undefined> {
  const row = await db
    .selectFrom('accounts as a')
    .innerJoin('payment_customers as c', 'c.account_id', 'a.id')
    .select([
      'a.subscription_status as status',
      'a.subscription_plan as plan',
      'a.default_rate as rate',
      'a.default_quota as quota',
      'a.max_keys as maxKeys',
      'a.payment_grace_until as graceUntil',
      'a.deleted_at as deletedAt',
      'c.version',
    ])
    .where('a.id', '=', accountId)
    .where('c.mode', '=', mode)
    .executeTakeFirst()
  if (!row) return undefined
  const { status, plan, rate, quota, maxKeys, graceUntil, version, deletedAt } = row
  return { status, plan, defaults: { rate, quota, maxKeys }, graceUntil, version, deleted: deletedAt !== null }
}

/**
 * Raises the version, so that what was read about the customer can be stored. False if that is stale: somebody has
 * stored something since `version` was read, or the account has another customer by now.
 */
export async function raiseVersion(
  tx: Tx,
  { accountId, mode }: Key,
  customerId: string,
  version: number,
): Promise<boolean> {
  const result = await tx.db
    .updateTable('payment_customers')
    .set({ version: version + 1 })
    .where('account_id', '=', accountId)
    .where('mode', '=', mode)
    .where('customer_id', '=', customerId)
    .where('version', '=', version)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Stores an event; false if it was received before. */
export async function addEvent(tx: Tx, event: { id: string; type: string; customerId: string }): Promise<boolean> {
  const result = await tx.db
    .insertInto('payment_events')
    .values({
      event_id: event.id,
      type: event.type,
      customer_id: event.customerId,
      received_at: Date.now(),
      done_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

/**
 * Marks an event as done; false if it was done before. Work that may happen only once belongs in the same transaction.
 */
export async function markDone(tx: Tx, eventId: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('payment_events')
    .set({ done_at: Date.now() })
    .where('event_id', '=', eventId)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

export async function deleteOldEvents(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('payment_events').where('received_at', '<', before).execute()
}

/** Addresses of the active members of a live account who have one of the roles and are not service accounts. */
export async function listMembers(
  tx: Tx,
  accountId: string,
  roles: Role[],
): Promise<{ email: string; account: string }[]> {
  return tx.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['u.email', 'a.display_name as account'])
    .where('m.account_id', '=', accountId)
    .where('m.role', 'in', roles)
    .where('u.machine_of', 'is', null)
    .where(isActiveMember)
    .where(isNotDeleted)
    .orderBy('u.email')
    .execute()
}
