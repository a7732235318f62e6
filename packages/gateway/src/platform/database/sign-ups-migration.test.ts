import { type Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import type { Tx } from './database.ts'
import { up } from './migrations/0015-sign-ups.ts'
import { openDatabase } from './open.ts'

const HOUR = 3_600_000

/** Tables as they were before. */
async function goBack({ db }: Tx): Promise<void> {
  for (const table of ['sign_up_links', 'sign_ups', 'account_name_holds'])
    await sql`drop table ${sql.table(table)}`.execute(db)
  await sql`create table account_name_holds (name text primary key, user_id text, expires_at bigint, password_mark text)`.execute(
    db,
  )
}

async function addUser({ db }: Tx, id: string, confirmedAt: number | null): Promise<void> {
  await sql`insert into users (id, email, email_confirmed_at, password_hash, first_name, last_name, created_at)
    values (${id}, ${`${id}@example.com`}, ${confirmedAt}, 'hash', 'Ada', 'Lovelace', 0)`.execute(db)
}

async function addAccount({ db }: Tx, id: string, rootId: string, activatedAt: number | null, at: number) {
  await sql`insert into accounts
      (id, name, display_name, root_user_id, subscription_status, activated_at, created_at, country)
    values (${id}, ${`name ${id}`}, ${`Name ${id}`}, ${rootId}, 'active', ${activatedAt}, ${at}, 'UK')`.execute(db)
  await sql`insert into memberships (account_id, user_id, role, accepted_at, created_at)
    values (${id}, ${rootId}, 'root', 0, 0)`.execute(db)
}

describeEngines('the migration of sign-ups', (engine) => {
  it('moves what waits, with its link, and leaves what is confirmed or invited as it is', async () => {
    const place = await openPlace(engine, { ownDatabase: true })
    const database = await openDatabase(readConfig(place.environment))
    const now = Date.now()
    try {
      const left = await database.transaction(async (tx) => {
        await goBack(tx)
        await addUser(tx, 'usr_waiting', null)
        await addUser(tx, 'usr_invited', null)
        await addUser(tx, 'usr_confirmed', now)
        await addAccount(tx, '1', 'usr_waiting', null, now)
        await addAccount(tx, '2', 'usr_confirmed', now, now)
        // The squatter's account of somebody whom another account has invited.
        await addAccount(tx, '3', 'usr_invited', null, now)
        await sql`insert into memberships (account_id, user_id, role, created_at) values ('2', 'usr_invited', 'admin', 0)`.execute(
          tx.db,
        )
        await sql`insert into mailed_tokens
            (id, purpose, user_id, account_id, token_hash, code_hash, expires_at, created_at)
          values ('a', 'confirm-email', 'usr_waiting', '1', 'token', 'code', ${now + HOUR}, ${now}),
            ('b', 'set-password', 'usr_invited', '2', 'other token', null, ${now + HOUR}, ${now})`.execute(tx.db)
        await up(tx.db as unknown as Kysely<unknown>)
        const read = async (table: 'sign_ups' | 'sign_up_links' | 'users' | 'accounts' | 'mailed_tokens') =>
          tx.db.selectFrom(table).selectAll().execute()
        return {
          signUps: await read('sign_ups'),
          links: await read('sign_up_links'),
          users: (await tx.db.selectFrom('users').select(['id', 'password_hash']).orderBy('id').execute()).map(
            ({ id, password_hash }) => [id, password_hash],
          ),
          accounts: (await tx.db.selectFrom('accounts').select('id').execute()).map(({ id }) => id),
          tokens: (await tx.db.selectFrom('mailed_tokens').select('id').execute()).map(({ id }) => id),
        }
      })
      expect(left.signUps).toHaveLength(2)
      expect(left.signUps).toContainEqual(
        expect.objectContaining({
          email: 'usr_waiting@example.com',
          name: 'name 1',
          display_name: 'Name 1',
          password_hash: 'hash',
          first_name: 'Ada',
          country: 'UK',
          expires_at: now + 48 * HOUR,
          created_at: now,
        }),
      )
      expect(left.links).toMatchObject([{ token_hash: 'token', code_hash: 'code', sign_up_id: 'sup_1' }])
      // A password that nobody's mailbox backs is nobody's.
      expect(left.users).toEqual([
        ['usr_confirmed', 'hash'],
        ['usr_invited', null],
      ])
      expect(left.accounts).toEqual(['2'])
      expect(left.tokens).toEqual(['b'])
    } finally {
      await database.close()
      await place.remove()
    }
  })
})
