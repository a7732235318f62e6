import { randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import { isUniqueViolation, type Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { findLookAlike } from './looks-store.ts'

/** A user as createAccount has to know them. */
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

/**
 * True if a living account has the name, or one that looks like it, `except` aside. A sign-up that waits keeps it from
 * other sign-ups only (sign-up-store.ts).
 */
export async function isNameTaken(
  db: Kysely<Schema>,
  { name, displayName }: { name: string; displayName: string },
  except?: string,
): Promise<boolean> {
  let query = db.selectFrom('accounts').select('id').where('name', '=', name).where('deleted_at', 'is', null)
  if (except !== undefined) query = query.where('id', '!=', except)
  const account = await query.executeTakeFirst()
  return account !== undefined || (await findLookAlike(db, displayName, except)) !== undefined
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

/** Random, so that nobody counts our accounts; 9·10⁹ of them, and the primary key catches the rare double. */
function tenDigits(): string {
  return String(randomInt(1_000_000_000, 10_000_000_000))
}
