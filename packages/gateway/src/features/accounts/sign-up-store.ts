import type { Kysely } from 'kysely'
import { newId } from '../../platform/crypto/random.ts'
import { isUniqueViolation, type Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** What a user typed to sign up. */
export type SignUpInput = {
  email: string
  name: string
  displayName: string
  firstName: string
  lastName: string
  country?: string | undefined
  companyName?: string | undefined
  address?: string | undefined
  website?: string | undefined
  phoneNumber?: string | undefined
}

export type NewSignUp = SignUpInput & {
  /** Null for a sign-up that can never be confirmed, because a user has already proven the address. */
  passwordHash: string | null
  passwordMark: string
  /** The network that the sign-up came from. */
  network: string
  expiresAt: number
}

export async function addSignUp(tx: Tx, signUp: NewSignUp): Promise<string> {
  const id = newId('sup')
  await tx.db
    .insertInto('sign_ups')
    .values({
      id,
      email: signUp.email,
      name: signUp.name,
      display_name: signUp.displayName,
      password_hash: signUp.passwordHash,
      password_mark: signUp.passwordMark,
      first_name: signUp.firstName,
      last_name: signUp.lastName,
      country: signUp.country ?? null,
      company_name: signUp.companyName ?? null,
      address: signUp.address ?? null,
      website: signUp.website ?? null,
      phone_number: signUp.phoneNumber ?? null,
      network: signUp.network,
      expires_at: signUp.expiresAt,
      created_at: Date.now(),
    })
    .execute()
  return id
}

/**
 * Reserves a name against the sign-ups of other addresses, and frees the name that this address had reserved before;
 * false if another address has reserved it. The unique index decides between two requests at the same instant.
 */
export async function reserveName(
  tx: Tx,
  reservation: { name: string; email: string; expiresAt: number },
  now: number,
): Promise<boolean> {
  await tx.db
    .deleteFrom('account_name_holds')
    .where('name', '=', reservation.name)
    .where('expires_at', '<=', now)
    .execute()
  const reserved = await tx.db
    .selectFrom('account_name_holds')
    .select('email')
    .where('name', '=', reservation.name)
    .where('email', '!=', reservation.email)
    .executeTakeFirst()
  if (reserved) return false
  // A second request for the same name does not extend the reservation: otherwise one address could reserve a name for
  // ever without proving anything.
  await tx.db
    .deleteFrom('account_name_holds')
    .where('email', '=', reservation.email)
    .where('name', '!=', reservation.name)
    .execute()
  try {
    await tx.db
      .insertInto('account_name_holds')
      .values({ email: reservation.email, name: reservation.name, expires_at: reservation.expiresAt })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .execute()
    return true
  } catch (error) {
    if (isUniqueViolation(error, 'account_name_holds')) return false
    throw error
  }
}

/** Whether another address has reserved the name. */
export async function isNameReserved(db: Kysely<Schema>, name: string, email: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('account_name_holds')
    .select('name')
    .where('name', '=', name)
    .where('email', '!=', email)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Adds the link and the code of one more mail; those of earlier mails stay valid. */
export async function addLink(tx: Tx, link: { signUpId: string; tokenHash: string; codeHash: string }): Promise<void> {
  await tx.db
    .insertInto('sign_up_links')
    .values({
      token_hash: link.tokenHash,
      code_hash: link.codeHash,
      sign_up_id: link.signUpId,
      created_at: Date.now(),
    })
    .execute()
}

/** A sign-up that waits for its mailbox to be proven. */
export type WaitingSignUp = SignUpInput & {
  id: string
  passwordHash: string
  network: string
  createdAt: number
  expiresAt: number
}

const columns = [
  's.id',
  's.email',
  's.name',
  's.display_name as displayName',
  's.password_hash as passwordHash',
  's.first_name as firstName',
  's.last_name as lastName',
  's.country',
  's.company_name as companyName',
  's.address',
  's.website',
  's.phone_number as phoneNumber',
  's.network',
  's.expires_at as expiresAt',
  's.created_at as createdAt',
] as const

function waiting(db: Kysely<Schema>, now: number) {
  return db
    .selectFrom('sign_ups as s')
    .select(columns)
    .where('s.expires_at', '>', now)
    .where('s.password_hash', 'is not', null)
}

/** The waiting sign-up that a mailed link or code belongs to. */
export async function findSignUp(
  db: Kysely<Schema>,
  by: { tokenHash: string } | { codeHash: string },
  now: number,
): Promise<WaitingSignUp | undefined> {
  const query = waiting(db, now).innerJoin('sign_up_links as l', 'l.sign_up_id', 's.id')
  const row = await ('tokenHash' in by
    ? query.where('l.token_hash', '=', by.tokenHash)
    : query.where('l.code_hash', '=', by.codeHash)
  ).executeTakeFirst()
  return row && toSignUp(row)
}

/** The newest waiting sign-ups of an address; none if a user has proven the address meanwhile. */
export async function listWaiting(
  db: Kysely<Schema>,
  email: string,
  most: number,
  now: number,
): Promise<WaitingSignUp[]> {
  const rows = await waiting(db, now)
    .where('s.email', '=', email)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('users')
            .select('users.id')
            .whereRef('users.email', '=', 's.email')
            .where('users.email_confirmed_at', 'is not', null),
        ),
      ),
    )
    .orderBy('s.created_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(most)
    .execute()
  return rows.map(toSignUp)
}

type Row = Awaited<ReturnType<ReturnType<typeof waiting>['execute']>>[number]

function toSignUp({ country, companyName, address, website, phoneNumber, passwordHash, ...row }: Row): WaitingSignUp {
  return {
    ...row,
    // Never null here: the query selects only sign-ups with a password.
    passwordHash: passwordHash ?? '',
    country: country ?? undefined,
    companyName: companyName ?? undefined,
    address: address ?? undefined,
    website: website ?? undefined,
    phoneNumber: phoneNumber ?? undefined,
  }
}

/** Deletes a sign-up and its links; false if another request was faster. */
export async function takeSignUp(tx: Tx, id: string): Promise<boolean> {
  const result = await tx.db.deleteFrom('sign_ups').where('id', '=', id).executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

/** Deletes all sign-ups of an address and the name it has reserved; returns how many sign-ups there were. */
export async function deleteSignUps(tx: Tx, email: string): Promise<number> {
  const result = await tx.db.deleteFrom('sign_ups').where('email', '=', email).executeTakeFirst()
  await tx.db.deleteFrom('account_name_holds').where('email', '=', email).execute()
  return Number(result.numDeletedRows)
}

/** Deletes expired sign-ups and expired reservations of names. */
export async function deleteExpiredSignUps(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('sign_ups').where('expires_at', '<=', now).execute()
  await tx.db.deleteFrom('account_name_holds').where('expires_at', '<=', now).execute()
}
