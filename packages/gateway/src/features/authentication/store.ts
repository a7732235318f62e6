import type { Kysely } from 'kysely'
import { isActiveMember, isLiveAccount, isSuspendedAccount } from '../../access/directory/live.ts'
import { type PublicAccount, publicAccountColumns, toPublicAccount } from '../../access/public-account.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { isRole, type Role } from '../../platform/values/roles.ts'
import type { UsedDevice } from './devices.ts'
import { DEVICE_METHODS } from './methods.ts'

/** What a sign-in needs to know of a user. */
export type User = {
  id: string
  email: string
  passwordHash: string | null
  /** True if the password was dropped because a squatter may have set it; the user may choose another by mail. */
  passwordDropped: boolean
  emailConfirmed: boolean
  factors: Factors
}

/** Which second factors are switched on. */
export type Factors = { totp: boolean; passkey: boolean }

const userColumns = [
  'id',
  'email',
  'password_hash',
  'password_disowned_at',
  'email_confirmed_at',
  'totp_enabled_at',
  'passkey_enabled_at',
] as const

export async function findUser(db: Kysely<Schema>, by: { email: string } | { id: string }): Promise<User | undefined> {
  const query = db.selectFrom('users').select(userColumns)
  const row = await ('email' in by
    ? query.where('email', '=', by.email)
    : query.where('id', '=', by.id)
  ).executeTakeFirst()
  return (
    row && {
      id: row.id,
      email: row.email,
      passwordHash: row.password_hash,
      passwordDropped: row.password_hash === null && row.password_disowned_at !== null,
      emailConfirmed: row.email_confirmed_at !== null,
      factors: { totp: row.totp_enabled_at !== null, passkey: row.passkey_enabled_at !== null },
    }
  )
}

/** A live membership, in which a session is started. */
export type SignInAccount = { role: Role; account: PublicAccount }

/**
 * The account that a user signs in to: the named one (normalised), or else the one they are root of, or else the only
 * one they are a member of. Undefined if there is none, or the user is not a member of the named one.
 */
export async function chooseAccount(
  db: Kysely<Schema>,
  userId: string,
  name: string | undefined,
): Promise<SignInAccount | undefined> {
  const memberships = liveMemberships(db, userId)
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .select('m.role')
    .select(publicAccountColumns)
  const rows = await (name === undefined
    ? memberships.orderBy((eb) => eb.case().when('m.role', '=', 'root').then(0).else(1).end()).limit(2)
    : memberships.where('a.name', '=', name)
  ).execute()
  const [first, second] = rows
  if (!first || (second && first.role !== 'root') || !isRole(first.role)) return undefined
  return { role: first.role, account: toPublicAccount(first) }
}

/** An account with both its names: the contract's `name` (normalised) and the name as it was typed. */
export type NamedAccount = { id: string; name: string; display_name: string }

/** The accounts that a user can sign in to, by id. */
export function listSignInAccounts(db: Kysely<Schema>, userId: string): Promise<NamedAccount[]> {
  return liveMemberships(db, userId).select(['a.id', 'a.name', 'a.display_name']).orderBy('a.id').execute()
}

function liveMemberships(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .where('m.user_id', '=', userId)
    .where(isActiveMember)
    .where(isLiveAccount)
}

/** Whether the user may sign in to the account, and it still has that name. */
export async function isLiveMember(
  db: Kysely<Schema>,
  { userId, accountId, accountName }: { userId: string; accountId: string; accountName: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select('m.role')
    .where('m.account_id', '=', accountId)
    .where('m.user_id', '=', userId)
    .where(isActiveMember)
    .where(isLiveAccount)
    .where('a.name', '=', accountName)
    .executeTakeFirst()
  return row !== undefined
}

/** The suspended account with that (normalised) name that the user could sign in to otherwise; without a name, any. */
export async function findSuspendedAccount(
  db: Kysely<Schema>,
  userId: string,
  name: string | undefined,
): Promise<string | undefined> {
  let query = db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select('a.id')
    .where('m.user_id', '=', userId)
    .where(isActiveMember)
    .where(isSuspendedAccount)
  if (name !== undefined) query = query.where('a.name', '=', name)
  return (await query.orderBy('a.id').limit(1).executeTakeFirst())?.id
}

/**
 * Whether a sign-up was made with that address and password that waits, or would wait if no user had proven the
 * address.
 */
export async function isWaitingPassword(
  db: Kysely<Schema>,
  of: { email: string; passwordMark: string },
  now: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('sign_ups')
    .select('id')
    .where('email', '=', of.email)
    .where('password_mark', '=', of.passwordMark)
    .where('expires_at', '>', now)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Addresses of the user's completed sign-ins since `since`, each once; not those of devices that were only approved. */
export async function listSignInAddresses(db: Kysely<Schema>, email: string, since: number): Promise<string[]> {
  const rows = await db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select('s.ip')
    .distinct()
    .where('u.email', '=', email)
    .where('s.kind', '=', 'interactive')
    .where('s.method', 'not like', DEVICE_METHODS)
    .where('s.created_at', '>', since)
    .limit(1000)
    .execute()
  return rows.map((row) => row.ip)
}

/**
 * The addresses from which the user has signed in, newest first, each once for each method, as far back as sessions are
 * kept.
 */
export async function listDevices(db: Kysely<Schema>, userId: string): Promise<UsedDevice[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['ip', 'user_agent as userAgent', 'method'])
    // COUNT leaves out those that have ended.
    .select(({ eb, fn }) => fn.count(eb.case().when('ended_at', 'is', null).then(1).end()).as('going'))
    .where('user_id', '=', userId)
    .where('kind', '=', 'interactive')
    .groupBy(['ip', 'user_agent', 'method'])
    .orderBy(({ fn }) => fn.max('created_at'), 'desc')
    .limit(500)
    .execute()
  return rows.map(({ going, ...device }) => ({ ...device, isGoing: Number(going) > 0 }))
}
