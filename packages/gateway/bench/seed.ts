import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdtempSync, openSync } from 'node:fs'
import path from 'node:path'
import SqliteDriver from 'better-sqlite3'
import { type Insertable, sql } from 'kysely'
import { createApiKey, lastFour } from '../src/access/api-key-format.ts'
import { sha256 } from '../src/platform/crypto/hashing.ts'
import { newId } from '../src/platform/crypto/random.ts'
import { createSealer, type Sealer } from '../src/platform/crypto/sealing.ts'
import type { Database } from '../src/platform/database/database.ts'
import type { AccountsTable } from '../src/platform/database/schema/accounts.ts'
import type { ApiKeysTable } from '../src/platform/database/schema/api-keys.ts'
import type { MembershipsTable, UsersTable } from '../src/platform/database/schema/users.ts'
import { openSqlite } from '../src/platform/database/sqlite.ts'
import { createKeyPair } from '../src/transport/messaging/nkeys.ts'
import type { Stage } from './stage.ts'

const DAY_MS = 86_400_000

/** An API key that the benchmark can use. */
export type KnownKey = { id: string; key: string }

type Owner = {
  user: Insertable<UsersTable>
  account: Insertable<AccountsTable>
  membership: Insertable<MembershipsTable>
}

/** An account with its root, ready to issue keys: what createAccount and confirmEmail leave behind. */
function makeOwner(number: number, sealer: Sealer, keys: number): Owner {
  const now = Date.now()
  const userId = newId('usr')
  const accountId = String(1_000_000_000 + number)
  const accountKey = createKeyPair('account')
  const memberKey = createKeyPair('account')
  return {
    user: {
      id: userId,
      email: `root-${number}@bench.example`,
      email_confirmed_at: now,
      first_name: 'Ada',
      last_name: 'Bench',
      theme: 'auto',
      sound: 1,
      created_at: now,
    },
    account: {
      id: accountId,
      name: `bench ${number}`,
      display_name: `Bench ${number}`,
      root_user_id: userId,
      activated_at: now,
      subscription_status: 'active',
      emergency_credit: 0,
      bstier: 0,
      cloud: 0,
      hub: 0,
      company_name: 'Bench Corporation',
      country: 'Iceland',
      created_at: now,
      key_count: keys,
      nats_public_key: accountKey.publicKey,
      nats_seed_sealed: sealer.seal(accountKey.seed, `accounts.nats_seed:${accountId}`),
      claims_version: 2,
      claims_issued_at: Math.floor(now / 1000),
      claims_pushed_version: 2,
    },
    membership: {
      account_id: accountId,
      user_id: userId,
      role: 'root',
      accepted_at: now,
      nats_signing_key: memberKey.publicKey,
      nats_signing_seed_sealed: sealer.seal(memberKey.seed, `memberships.nats_signing_seed:${accountId}/${userId}`),
      nats_signing_version: 2,
      created_at: now,
    },
  }
}

type KeyRow = Insertable<ApiKeysTable>

/**
 * An API key with its row. What belongs to its creds is random text of the right length, which neither reading nor
 * issuing opens; making a million real ones would take minutes.
 */
function makeKey({ account, user }: Owner): { row: KeyRow; known: KnownKey } {
  const key = createApiKey()
  const row = keyRow(account.id, user.id, sha256(key), lastFour(key))
  return { row, known: { id: row.id, key } }
}

function keyRow(accountId: string, userId: string, keyHash: string, last4: string) {
  const now = Date.now()
  const text = randomText()
  return {
    id: newId('key', now),
    account_id: accountId,
    user_id: userId,
    name: `bench ${text.slice(0, 8)}`,
    key_hash: keyHash,
    last_4: last4,
    nats_user_key: `U${text}${text.slice(0, 12)}`,
    nats_seed_sealed: `${text}${text}${text.slice(0, 29)}`,
    issued_by_key_id: null,
    created_at: now,
    // Anywhere in the next 90 days, but none of them while the benchmark runs.
    expires_at: now + DAY_MS + Math.floor(Math.random() * 89 * DAY_MS),
    // Its owner was told of its end: a gateway would send thousands of mails.
    expiry_notices: 2,
    last_used_at: Math.random() < 0.5 ? null : now - Math.floor(Math.random() * 30 * DAY_MS),
  }
}

let pool = Buffer.alloc(0)

/** 43 characters of base64url, as SHA-256 gives. From a pool: each call of randomBytes costs as much as a kilobyte of it. */
function randomText(): string {
  if (pool.length === 0) pool = randomBytes(32 * 1024)
  const text = pool.toString('base64url', 0, 32)
  pool = pool.subarray(32)
  return text
}

export type Plan = { accounts: number; keys: number; known: number }

/** Makes an SQLite file with the gateway's schema and `keys` keys over `accounts` accounts; returns the known ones. */
export async function seedSqlite(
  file: string,
  masterKey: Buffer,
  { accounts, keys, known }: Plan,
): Promise<KnownKey[]> {
  const database = await openSqlite(file)
  // A connection that was never used is not closed by close(), and SQLite leaves WAL mode only for the last one.
  await database.ping()
  await database.close()
  const connection = new SqliteDriver(file)
  // Nobody needs this file if the machine goes down meanwhile.
  connection.pragma('journal_mode = DELETE')
  connection.pragma('journal_mode = OFF')
  connection.pragma('synchronous = OFF')
  connection.pragma('cache_size = -600000')
  const owners = makeOwners(accounts, keys, masterKey)
  const knownKeys: KnownKey[] = []
  const fill = connection.transaction(() => {
    const [first] = owners
    if (!first) return
    const addUser = inserter(connection, 'users', first.user)
    const addAccount = inserter(connection, 'accounts', first.account)
    const addMembership = inserter(connection, 'memberships', first.membership)
    for (const { user, account, membership } of owners) {
      addUser(user)
      addAccount(account)
      addMembership(membership)
    }
    const indexes = connection
      .prepare("select name, sql from sqlite_master where type = 'index' and tbl_name = 'api_keys' and sql is not null")
      .all() as { name: string; sql: string }[]
    for (const { name } of indexes) connection.exec(`drop index ${name}`)
    const everyNth = Math.floor(keys / known)
    addFillers(connection, owners, { keys, known, everyNth })
    const addKey = inserter<KeyRow & { rowid: number }>(connection, 'api_keys', { rowid: 1, ...makeKey(first).row })
    for (let number = 0; number < known; number += 1) {
      const made = makeKey(owners[(number * everyNth) % accounts] ?? first)
      knownKeys.push(made.known)
      addKey({ rowid: number * everyNth + 1, ...made.row })
    }
    // Sorted once, they are made in a third of the time.
    for (const { sql } of indexes) connection.exec(sql)
    // As a gateway that has run for a while has noted: the first one that did not would read all keys that end soon.
    connection
      .prepare("insert into settings (name, value, value_sealed) values ('expiry_notices', ?, null)")
      .run(String(Date.now()))
  })
  fill()
  connection.close()
  // Otherwise the first commit of a gateway would wait until gigabytes are on the disk.
  const written = openSync(file, 'r+')
  fsyncSync(written)
  closeSync(written)
  return knownKeys
}

/**
 * Rows like any other, but nobody knows their keys: the hashes are random. SQLite makes them by itself, which is faster,
 * and leaves the places of the known ones free.
 */
function addFillers(
  connection: SqliteDriver.Database,
  owners: readonly Owner[],
  { keys, known, everyNth }: { keys: number; known: number; everyNth: number },
): void {
  connection.exec('create temp table owners (number integer primary key, account_id text, user_id text)')
  const addOwner = connection.prepare('insert into owners values (?, ?, ?)')
  for (const [number, { account, user }] of owners.entries()) addOwner.run(number, account.id, user.id)
  const now = Date.now()
  connection
    .prepare(
      `with recursive numbers (number) as (select 0 union all select number + 1 from numbers where number + 1 < @keys),
        made as materialized (
          select number, printf('%08x', number) || lower(hex(randomblob(9))) as id, lower(hex(randomblob(22))) as text from numbers
          where not (number % @everyNth = 0 and number / @everyNth < @known)
        )
      insert into api_keys (rowid, id, account_id, user_id, name, key_hash, last_4, nats_user_key, nats_seed_sealed,
        issued_by_key_id, created_at, expires_at, expiry_notices, last_used_at)
      select made.number + 1, 'key_' || id, account_id, user_id, 'bench ' || substr(text, 1, 8), substr(text, 1, 43),
        substr(text, 1, 4), 'U' || text || substr(id, 1, 11), text || text || id, null, @now,
        @now + @day + abs(random() % (89 * @day)), 2,
        case when random() % 2 = 0 then null else @now - abs(random() % (30 * @day)) end
      from made join owners on owners.number = made.number % @accounts`,
    )
    .run({ keys, known, everyNth, now, day: DAY_MS, accounts: owners.length })
  connection.exec('drop table owners')
}

function inserter<Row extends object>(connection: SqliteDriver.Database, table: string, example: Row) {
  const columns = Object.keys(example) as (keyof Row & string)[]
  const statement = connection.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  )
  return (row: Row) => void statement.run(columns.map((column) => row[column]))
}

/** A folder with a seeded SQLite file, and the environment of a gateway there. */
export async function seedPlace(stage: Stage, plan: Plan) {
  // A new one for each measurement: two may want the same numbers.
  const dataDir = mkdtempSync(path.join(stage.folder, `${plan.keys}-keys-${plan.accounts}-accounts-`))
  const masterKey = randomBytes(32)
  const keys = await seedSqlite(path.join(dataDir, 'gateway.db'), masterKey, plan)
  return { keys, environment: { DATA_DIR: dataDir, MASTER_KEY: masterKey.toString('base64') } }
}

/** Keys that are all known, in turn over the accounts, through the gateway's own database layer: for PostgreSQL. */
export async function seedDatabase(
  database: Database,
  masterKey: Buffer,
  keys: number,
  accounts: number,
): Promise<KnownKey[]> {
  const owners = makeOwners(accounts, keys, masterKey)
  const made = Array.from({ length: keys }, (_, number) => owners[number % accounts]).flatMap((owner) =>
    owner ? [makeKey(owner)] : [],
  )
  await database.transaction(async ({ db }) => {
    for (const { user, account, membership } of owners) {
      await db.insertInto('users').values(user).execute()
      await db.insertInto('accounts').values(account).execute()
      await db.insertInto('memberships').values(membership).execute()
    }
    for (const { row } of made) await db.insertInto('api_keys').values(row).execute()
  })
  return made.map(({ known }) => known)
}

/** Accounts of `perAccount` keys each, one of which is known; the others are made by PostgreSQL itself. */
export async function seedManyPostgres(
  database: Database,
  masterKey: Buffer,
  { accounts, perAccount }: { accounts: number; perAccount: number },
): Promise<KnownKey[]> {
  const known = await seedDatabase(database, masterKey, accounts, accounts)
  const now = Date.now()
  for (const { id } of known)
    await database.transaction(async ({ db }) => {
      await sql`insert into api_keys (id, account_id, user_id, name, key_hash, last_4, nats_user_key, nats_seed_sealed,
          created_at, expires_at, last_used_at)
        select 'key_' || left(text, 26), account_id, user_id, 'bench ' || left(text, 8), text, right(text, 4), text, text,
          created_at, ${now + DAY_MS}::bigint + floor(random() * ${89 * DAY_MS}::bigint)::bigint,
          case when random() < 0.5 then null else ${now}::bigint - floor(random() * ${30 * DAY_MS}::bigint)::bigint end
        from (
          select k.account_id, k.user_id, k.created_at, md5(k.id || n) as text
          from api_keys k cross join generate_series(2, ${perAccount}::int) n
          where k.id = ${id}
        ) as made`.execute(db)
    })
  await sql`vacuum analyze api_keys`.execute(database.read)
  return known
}

function makeOwners(accounts: number, keys: number, masterKey: Buffer): Owner[] {
  const sealer = createSealer(masterKey)
  return Array.from({ length: accounts }, (_, number) => makeOwner(number, sealer, Math.ceil(keys / accounts)))
}
