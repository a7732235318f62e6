import { randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import { newId } from '../crypto/random.ts'
import { isUniqueViolation, type Tx } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

/** A person as createAccount has to know them. */
export type Founder = {
  id: string
  email: string
  passwordHash: string | null
  emailConfirmed: boolean
  isRootSomewhere: boolean
}

export async function findFounder(db: Kysely<Schema>, email: string): Promise<Founder | undefined> {
  const row = await db
    .selectFrom('users as u')
    .leftJoin('accounts as a', (join) => join.onRef('a.root_user_id', '=', 'u.id').on('a.deleted_at', 'is', null))
    .select(['u.id', 'u.email', 'u.password_hash', 'u.email_confirmed_at', 'a.id as root_account_id'])
    .where('u.email', '=', email)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      email: row.email,
      passwordHash: row.password_hash,
      emailConfirmed: row.email_confirmed_at !== null,
      isRootSomewhere: row.root_account_id !== null,
    }
  )
}

/** Adds a person whose address is unconfirmed; undefined if somebody has that address already. */
export async function addUser(
  tx: Tx,
  user: { email: string; passwordHash: string; firstName: string; lastName: string },
): Promise<string | undefined> {
  const id = newId('usr')
  const result = await tx.db
    .insertInto('users')
    .values({
      id,
      email: user.email,
      password_hash: user.passwordHash,
      first_name: user.firstName,
      last_name: user.lastName,
      theme: 'auto',
      sound: 1,
      created_at: Date.now(),
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0 ? id : undefined
}

/**
 * Lets an unconfirmed person who is root nowhere sign up as if nobody had the address: others have invited them, or an
 * earlier sign-up ran out. Undefined if the address has nobody like that (any more).
 */
export async function claimUser(
  tx: Tx,
  user: { email: string; passwordHash: string; firstName: string; lastName: string },
): Promise<string | undefined> {
  const held = await tx.db
    .updateTable('users')
    .set((eb) => ({ email: eb.ref('email') }))
    .where('email', '=', user.email)
    .where('email_confirmed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!held) return undefined
  // A statement of its own: of two sign-ups at once the second has waited for the first above, and sees it here.
  const account = await tx.db
    .selectFrom('accounts')
    .select('id')
    .where('root_user_id', '=', held.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (account) return undefined
  const { passwordHash: password_hash, firstName: first_name, lastName: last_name } = user
  await tx.db
    .updateTable('users')
    .set({ password_hash, password_disowned_at: null, first_name, last_name })
    .where('id', '=', held.id)
    .execute()
  return held.id
}

export type NewAccount = {
  name: string
  displayName: string
  rootUserId: string
  subscription: { status: 'active' | 'pending'; plan: string | null }
  country?: string | undefined
  companyName?: string | undefined
  address?: string | undefined
  website?: string | undefined
  phoneNumber?: string | undefined
}

/** Adds an account that nobody can use yet, with its root as the only member. Throws on a name that is taken. */
export async function addAccount(tx: Tx, account: NewAccount): Promise<string> {
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
  await tx.db
    .insertInto('memberships')
    .values({
      account_id: id,
      user_id: account.rootUserId,
      role: 'root',
      accepted_at: now,
      nats_signing_version: 0,
      created_at: now,
    })
    .execute()
  return id
}

/** Which unique index an `addAccount` ran into, if that is what went wrong. */
export function accountConflict(error: unknown): 'name' | 'root' | undefined {
  if (isUniqueViolation(error, 'accounts_live_name') || isUniqueViolation(error, 'accounts.name')) return 'name'
  if (isUniqueViolation(error, 'accounts_live_root') || isUniqueViolation(error, 'accounts.root_user_id')) return 'root'
  return undefined
}

/** True if a living account or a hold of somebody else has the name. */
export async function isNameTaken(
  db: Kysely<Schema>,
  name: string,
  userId: string | undefined,
  now: number,
): Promise<boolean> {
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (account) return true
  const hold = await db
    .selectFrom('account_name_holds')
    .select('user_id')
    .where('name', '=', name)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return hold !== undefined && hold.user_id !== userId
}

/** Makes a name look taken to everybody but `userId`; a hold that has expired is taken over. */
export async function holdName(
  tx: Tx,
  hold: { name: string; userId: string; expiresAt: number; passwordMark: string },
): Promise<void> {
  const values = { user_id: hold.userId, expires_at: hold.expiresAt, password_mark: hold.passwordMark }
  await tx.db
    .insertInto('account_name_holds')
    .values({ name: hold.name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

/** When the first of the person's holds that still stand ends. */
export async function findFirstHoldExpiry(
  db: Kysely<Schema>,
  userId: string,
  now: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('account_name_holds')
    .select('expires_at')
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .executeTakeFirst()
  return row?.expires_at
}

export async function releaseName(tx: Tx, name: string): Promise<void> {
  await tx.db.deleteFrom('account_name_holds').where('name', '=', name).execute()
}

/** Lets the account be used from now on; false if it was already, or is gone. */
export async function markActivated(tx: Tx, accountId: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('accounts')
    .set({ activated_at: Date.now() })
    .where('id', '=', accountId)
    .where('activated_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/**
 * The person has proven the address. A password that an invitation had met before may be a squatter's, and goes
 * (Decision 10); true if one did.
 */
export async function markEmailConfirmed(tx: Tx, userId: string): Promise<boolean> {
  const dropped = await tx.db
    .updateTable('users')
    .set({ password_hash: null })
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .where('password_disowned_at', 'is not', null)
    .executeTakeFirst()
  await tx.db
    .updateTable('users')
    .set({ email_confirmed_at: Date.now() })
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .execute()
  return Number(dropped.numUpdatedRows) > 0
}

/**
 * The one account that waits to be confirmed by its root, if there is one. The address may be proven already, by an
 * invitation to another account; this one may be somebody else's doing all the same.
 */
export async function findUnconfirmed(db: Kysely<Schema>, email: string) {
  return db
    .selectFrom('accounts as a')
    .innerJoin('users as u', 'u.id', 'a.root_user_id')
    .select([
      'a.id as accountId',
      'a.display_name as displayName',
      'a.created_at as createdAt',
      'u.id as userId',
      'u.email',
    ])
    .where('u.email', '=', email)
    .where('a.activated_at', 'is', null)
    .where('a.deleted_at', 'is', null)
    .executeTakeFirst()
}

/** The account that waits for its root to prove their address. */
export async function findWaitingAccount(db: Kysely<Schema>, rootUserId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('root_user_id', '=', rootUserId)
    .where('activated_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}

/**
 * Removes an account that was never activated, and its root's record if nothing else holds on to it. Returns what was
 * removed, or undefined if the account was activated meanwhile or is gone.
 */
export async function removeUnconfirmed(
  tx: Tx,
  accountId: string,
): Promise<{ name: string; userRemoved: boolean } | undefined> {
  const account = await tx.db
    .deleteFrom('accounts')
    .where('id', '=', accountId)
    .where('activated_at', 'is', null)
    .returning(['name', 'root_user_id'])
    .executeTakeFirst()
  if (!account) return undefined
  const removed = await tx.db
    .deleteFrom('users')
    .where('id', '=', account.root_user_id)
    .where('email_confirmed_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('memberships').select('user_id').whereRef('memberships.user_id', '=', 'users.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('accounts').select('id').whereRef('accounts.root_user_id', '=', 'users.id'))),
    )
    .executeTakeFirst()
  return { name: account.name, userRemoved: Number(removed.numDeletedRows) > 0 }
}

export async function deleteExpiredHolds(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('account_name_holds').where('expires_at', '<=', now).execute()
}

/** Random, so that nobody counts our accounts; 9·10⁹ of them, and the primary key catches the rare double. */
function tenDigits(): string {
  return String(randomInt(1_000_000_000, 10_000_000_000))
}
