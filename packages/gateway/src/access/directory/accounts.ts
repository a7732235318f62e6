import { randomInt } from 'node:crypto'
import type { Kysely, Updateable } from 'kysely'
import { isUniqueViolation, type Tx } from '../../platform/database/database.ts'
import { type LockedAccount, writtenAccount } from '../../platform/database/locks.ts'
import type { AccountsTable } from '../../platform/database/schema/accounts.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { PlanDefaults } from '../plan-defaults.ts'
import { isSuspendedAccount } from './live.ts'
import { addMembership } from './memberships.ts'

export type NewAccount = {
  name: string
  displayName: string
  rootUserId: string
  subscription: { status: 'active' | 'pending'; plan: string | null; defaults?: PlanDefaults | undefined }
  country?: string | undefined
  companyName?: string | undefined
  address?: string | undefined
  website?: string | undefined
  phoneNumber?: string | undefined
}

/** Adds an account that nobody can use yet, with its root as the only member. Throws if the name is taken. */
export async function addAccount(tx: Tx, account: NewAccount): Promise<LockedAccount> {
  const now = Date.now()
  const id = tenDigits()
  await tx.db
    .insertInto('accounts')
    .values({
      id,
      name: account.name,
      display_name: account.displayName,
      root_user_id: account.rootUserId,
      subscription_status: account.subscription.status,
      subscription_plan: account.subscription.plan,
      default_rate: account.subscription.defaults?.rate ?? null,
      default_quota: account.subscription.defaults?.quota ?? null,
      max_keys: account.subscription.defaults?.maxKeys ?? null,
      emergency_credit: 0,
      country: account.country ?? null,
      company_name: account.companyName ?? null,
      address: account.address ?? null,
      website: account.website ?? null,
      phone_number: account.phoneNumber ?? null,
      bstier: 0,
      cloud: 0,
      hub: 0,
      created_at: now,
      key_count: 0,
      claims_version: 0,
      claims_issued_at: 0,
      claims_pushed_version: 0,
    })
    .execute()
  const added = writtenAccount(id)
  await addMembership(tx, added, { userId: account.rootUserId, role: 'root', now })
  return added
}

/** The unique index that `addAccount` violated, if that is what failed. */
export function accountConflict(error: unknown): 'name' | 'root' | undefined {
  if (isUniqueViolation(error, 'accounts_live_name') || isUniqueViolation(error, 'accounts.name')) return 'name'
  if (isUniqueViolation(error, 'accounts_live_root') || isUniqueViolation(error, 'accounts.root_user_id')) return 'root'
  return undefined
}

/** Activates the account; false if it is active already, or deleted. */
export async function markActivated(tx: Tx, { accountId }: LockedAccount): Promise<boolean> {
  const result = await tx.db
    .updateTable('accounts')
    .set({ activated_at: Date.now() })
    .where('id', '=', accountId)
    .where('activated_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Random, so that nobody can count our accounts; there are 9·10⁹, and the primary key catches the rare duplicate. */
function tenDigits(): string {
  return String(randomInt(1_000_000_000, 10_000_000_000))
}

/** Throws if another account that is not deleted has the name (`accountConflict` tells). */
export async function setAccountName(
  tx: Tx,
  { accountId }: LockedAccount,
  name: { name: string; displayName: string },
) {
  await tx.db
    .updateTable('accounts')
    .set({ name: name.name, display_name: name.displayName })
    .where('id', '=', accountId)
    .execute()
}

/** Schedules the deletion, or cancels it with null. */
export async function setDeletionDate(tx: Tx, { accountId }: LockedAccount, at: number | null): Promise<void> {
  await tx.db.updateTable('accounts').set({ deletion_scheduled_for: at }).where('id', '=', accountId).execute()
}

/**
 * Deletes an account, which can still be restored; with `onlyIfDue` only if its scheduled date has come, and it is not
 * suspended. Undefined if it is deleted already, or its deletion is not due.
 */
export async function markDeleted(
  tx: Tx,
  { accountId }: LockedAccount,
  { now, onlyIfDue }: { now: number; onlyIfDue: boolean },
): Promise<{ name: string; displayName: string } | undefined> {
  let query = tx.db
    .updateTable('accounts')
    .set({ deleted_at: now, deletion_scheduled_for: null })
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
  if (onlyIfDue) query = query.where('deletion_scheduled_for', '<=', now).where('suspended_at', 'is', null)
  return query.returning(['name', 'display_name as displayName']).executeTakeFirst()
}

/** The least time that a resumed account has until a deletion that was scheduled before. */
const NOTICE_AFTER_RESUMPTION_MS = 3 * 86_400_000

/** Suspends a live account; undefined if it is none: deleted, not activated, or suspended already. */
export async function markSuspended(
  tx: Tx,
  { accountId }: LockedAccount,
  { now, reason }: { now: number; reason: string },
): Promise<{ name: string; displayName: string } | undefined> {
  return tx.db
    .updateTable('accounts')
    .set({ suspended_at: now, suspension_reason: reason })
    .where('id', '=', accountId)
    .where('activated_at', 'is not', null)
    .where('deleted_at', 'is', null)
    .where('suspended_at', 'is', null)
    .returning(['name', 'display_name as displayName'])
    .executeTakeFirst()
}

/** Whether an operator has suspended the account, which would be live otherwise. */
export async function isSuspended(db: Kysely<Schema>, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts as a')
    .select('a.id')
    .where('a.id', '=', accountId)
    .where(isSuspendedAccount)
    .executeTakeFirst()
  return row !== undefined
}

/** Ends the suspension; undefined if there is none. A deletion whose date has come meanwhile waits a few days. */
export async function markResumed(
  tx: Tx,
  { accountId }: LockedAccount,
  now: number,
): Promise<{ name: string; displayName: string; deletionScheduledFor: number | null } | undefined> {
  const soonest = now + NOTICE_AFTER_RESUMPTION_MS
  return tx.db
    .updateTable('accounts')
    .set((eb) => ({
      suspended_at: null,
      suspension_reason: null,
      // Null stays null.
      deletion_scheduled_for: eb
        .case()
        .when('deletion_scheduled_for', '<', soonest)
        .then(soonest)
        .else(eb.ref('deletion_scheduled_for'))
        .end(),
    }))
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .where('suspended_at', 'is not', null)
    .returning(['name', 'display_name as displayName', 'deletion_scheduled_for as deletionScheduledFor'])
    .executeTakeFirst()
}

/** The columns that updateAccount and setEmergencyCredit may change. */
export const settingColumns = [
  'country',
  'company_name',
  'address',
  'website',
  'phone_number',
  'onboarding_progress',
  'region',
  'provider',
  'cloud',
  'hub',
  'emergency_credit',
] as const

export type SettingsRow = Pick<AccountsTable, (typeof settingColumns)[number]>

export async function writeSettings(
  tx: Tx,
  { accountId }: LockedAccount,
  values: Updateable<SettingsRow>,
): Promise<void> {
  await tx.db.updateTable('accounts').set(values).where('id', '=', accountId).execute()
}

/** Makes the member root, and the former root an administrator. */
export async function replaceRoot(tx: Tx, { accountId }: LockedAccount, userId: string): Promise<void> {
  const members = tx.db.updateTable('memberships').where('account_id', '=', accountId)
  await members.set({ role: 'admin' }).where('role', '=', 'root').execute()
  await members.set({ role: 'root' }).where('user_id', '=', userId).execute()
  await tx.db.updateTable('accounts').set({ root_user_id: userId }).where('id', '=', accountId).execute()
}

export async function markRestored(tx: Tx, { accountId }: LockedAccount, name: { name: string; displayName: string }) {
  await tx.db
    .updateTable('accounts')
    .set({ name: name.name, display_name: name.displayName, deleted_at: null, streams_purged_at: null })
    .where('id', '=', accountId)
    .execute()
}

export type AccountSubscription = {
  status: AccountsTable['subscription_status']
  plan: string | null
  defaults: PlanDefaults
}

export async function setSubscription(tx: Tx, accountId: string, to: AccountSubscription): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({
      subscription_status: to.status,
      subscription_plan: to.plan,
      default_rate: to.defaults.rate,
      default_quota: to.defaults.quota,
      max_keys: to.defaults.maxKeys,
    })
    .where('id', '=', accountId)
    .execute()
}

/** While a payment is late: from when keys are refused; null once it is paid. */
export async function setPaymentGrace(tx: Tx, accountId: string, until: number | null): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({ payment_grace_until: until, payment_overdue_told_at: null })
    .where('id', '=', accountId)
    .execute()
}

/** Marks accounts whose keys are refused since a while, and whose members were not told; returns them. */
export async function markOverdueTold(tx: Tx, now: number): Promise<string[]> {
  const rows = await tx.db
    .updateTable('accounts')
    .set({ payment_overdue_told_at: now })
    .where('payment_grace_until', '<=', now)
    .where('payment_overdue_told_at', 'is', null)
    .where('deleted_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Accounts whose grace ends until then, or has ended. */
export async function listGracesUntil(tx: Tx, until: number): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('accounts')
    .select('id')
    .where('payment_grace_until', '<=', until)
    .where('deleted_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** Ends the grace, and the refusals after it, of every account; returns the accounts. */
export async function clearPaymentGraces(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .updateTable('accounts')
    .set({ payment_grace_until: null, payment_overdue_told_at: null })
    .where('payment_grace_until', 'is not', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Whether the user is root of an account that is not deleted. */
export async function isRootOfLiving(db: Kysely<Schema>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('root_user_id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
