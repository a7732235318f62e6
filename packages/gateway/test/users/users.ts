import { createPasswords, type PasswordCost } from '../../src/platform/crypto/passwords.ts'
import { newId } from '../../src/platform/crypto/random.ts'
import type { Role } from '../../src/platform/values/roles.ts'
import type { TestGateway } from '../gateway.ts'

export const PASSWORD = 'correct-Horse7'

let users = 0
let networks = 0
const hashes = new Map<PasswordCost, Promise<string>>()

/** An e-mail address that nobody has yet. */
export function freshEmail(): string {
  users += 1
  return `person-${users}-${Math.random().toString(36).slice(2, 8)}@example.com`
}

/** An IP address that no test has used yet, so that no throttle of another test applies. */
export function freshPlace(): string {
  networks += 1
  return `10.${(networks >> 16) & 255}.${(networks >> 8) & 255}.${networks & 255}`
}

/** A name that no account has yet. */
export function freshName(): string {
  users += 1
  return `name ${users} ${Math.random().toString(36).slice(2, 8)}`
}

export type User = { userId: string; email: string; password: string }

type Traits = {
  /** By default an address that nobody has. */
  email?: string
  /** False for a user who was invited or signed up and never proved the address. */
  confirmed?: boolean
  /** False for a user who was invited or signs in by OAuth only. */
  hasPassword?: boolean
  totp?: boolean
  passkey?: boolean
}

/** Adds a user directly to the database, who is a member of no account. */
export async function addUser(
  { database, passwordCost }: TestGateway,
  { email = freshEmail(), confirmed = true, hasPassword = true, totp = false, passkey = false }: Traits = {},
): Promise<User> {
  const hash = hashes.get(passwordCost) ?? createPasswords(passwordCost).hash(PASSWORD)
  hashes.set(passwordCost, hash)
  const passwordHash = await hash
  const userId = newId('usr')
  const now = Date.now()
  await database.transaction(async ({ db }) => {
    await db
      .insertInto('users')
      .values({
        id: userId,
        email,
        email_confirmed_at: confirmed ? now : null,
        password_hash: hasPassword ? passwordHash : null,
        first_name: 'Ada',
        last_name: 'Lovelace',
        theme: 'auto',
        sound: 1,
        totp_enabled_at: totp ? now : null,
        passkey_enabled_at: passkey ? now : null,
        created_at: now,
      })
      .execute()
  })
  return { userId, email, password: PASSWORD }
}

/** Makes a user a member of an account, without signing keys for the message bus, which a sign-in does not need. */
export async function join(
  { database }: TestGateway,
  { userId }: { userId: string },
  { accountId }: { accountId: string },
  state: { role?: Exclude<Role, 'root'>; accepted?: boolean; suspended?: boolean } = {},
): Promise<void> {
  const { role = 'developer', accepted = true, suspended = false } = state
  const now = Date.now()
  await database.transaction(async ({ db }) => {
    const account = db.selectFrom('accounts').select('root_user_id').where('id', '=', accountId)
    await db
      .insertInto('memberships')
      .values({
        account_id: accountId,
        user_id: userId,
        role,
        accepted_at: accepted ? now : null,
        invited_by_user_id: accepted ? null : account,
        suspended_at: suspended ? now : null,
        nats_signing_version: 0,
        created_at: now,
      })
      .execute()
  })
}

/** Suspends a member, or lifts the suspension, directly in the database: nothing is evicted, and nobody gets a mail. */
export async function setSuspended(
  { database }: TestGateway,
  { userId, accountId }: { userId: string; accountId: string },
  suspended: boolean,
): Promise<void> {
  await database.transaction(async ({ db }) => {
    await db
      .updateTable('memberships')
      .set({ suspended_at: suspended ? Date.now() : null })
      .where('user_id', '=', userId)
      .where('account_id', '=', accountId)
      .execute()
  })
}

/** Marks an account as deleted directly in the database. */
export async function deleteAccount({ database }: TestGateway, { accountId }: { accountId: string }): Promise<void> {
  await database.transaction(async ({ db }) => {
    await db.updateTable('accounts').set({ deleted_at: Date.now() }).where('id', '=', accountId).execute()
    await db.deleteFrom('account_looks').where('account_id', '=', accountId).execute()
  })
}
