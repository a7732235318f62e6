import { type Kysely, sql } from 'kysely'

const CONFIRMATION_MS = 48 * 3_600_000

/**
 * A sign-up makes nothing before its mailbox is proven: no person, no account, no password that counts. What waited in
 * the tables of accounts and people moves, with its links; the names that it kept from others are free.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_ups')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text')
    .addColumn('password_mark', 'text')
    .addColumn('first_name', 'text', (column) => column.notNull())
    .addColumn('last_name', 'text', (column) => column.notNull())
    .addColumn('country', 'text')
    .addColumn('company_name', 'text')
    .addColumn('address', 'text')
    .addColumn('website', 'text')
    .addColumn('phone_number', 'text')
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('sign_ups_email').on('sign_ups').columns(['email', 'password_mark']).execute()
  await db.schema.createIndex('sign_ups_expiry').on('sign_ups').column('expires_at').execute()

  await db.schema
    .createTable('sign_up_links')
    .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull().unique())
    .addColumn('sign_up_id', 'text', (column) => column.notNull().references('sign_ups.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('sign_up_links_sign_up').on('sign_up_links').column('sign_up_id').execute()

  await db.schema.dropTable('account_name_holds').execute()
  await db.schema
    .createTable('account_name_holds')
    .addColumn('email', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()

  await moveWaiting(db)
}

async function moveWaiting(db: Kysely<unknown>): Promise<void> {
  // Nobody knows from where these were made, so that their codes need the password, or their links.
  await sql`
    insert into sign_ups
      (id, email, name, display_name, password_hash, first_name, last_name, country, company_name, address, website,
       phone_number, network, expires_at, created_at)
    select 'sup_' || a.id, u.email, a.name, a.display_name, u.password_hash, u.first_name, u.last_name, a.country,
      a.company_name, a.address, a.website, a.phone_number, 'unknown', a.created_at + ${sql.lit(CONFIRMATION_MS)},
      a.created_at
    from accounts a join users u on u.id = a.root_user_id
    where a.activated_at is null and a.deleted_at is null
      and u.email_confirmed_at is null and u.password_hash is not null`.execute(db)
  await sql`
    insert into sign_up_links (token_hash, code_hash, sign_up_id, created_at)
    select t.token_hash, t.code_hash, s.id, t.created_at
    from mailed_tokens t join sign_ups s on s.id = 'sup_' || t.account_id
    where t.purpose = 'confirm-email' and t.code_hash is not null`.execute(db)
  await sql`delete from mailed_tokens where purpose = 'confirm-email'`.execute(db)
  await sql`delete from outbox where kind = 'remove-unconfirmed-account'`.execute(db)
  await sql`delete from accounts where activated_at is null and deleted_at is null`.execute(db)
  await sql`
    update users set password_hash = null, password_disowned_at = null
    where email_confirmed_at is null and machine_of is null`.execute(db)
  await sql`
    delete from users
    where email_confirmed_at is null and machine_of is null
      and not exists (select 1 from memberships m where m.user_id = users.id)
      and not exists (select 1 from accounts a where a.root_user_id = users.id)`.execute(db)
}
