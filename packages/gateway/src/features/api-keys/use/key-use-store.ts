import { sql } from 'kysely'
import type { Database, Tx } from '../../../platform/database/database.ts'
import { lockKeys } from '../../../platform/database/locks.ts'
import type { AccountUsageTable } from '../../../platform/database/schema/api-keys.ts'
import type { Uses } from './key-uses.ts'

/** How many networks one statement writes: each takes five parameters, and SQLite allows 32,766. */
const NETWORKS_PER_STATEMENT = 500
const DELETED_AT_ONCE = 1000

/** Adds to the uses of the day that this or another gateway has already written. */
export async function addUses(tx: Tx, day: number, keys: readonly (readonly [string, Uses])[]): Promise<void> {
  const sums = keys.map(([id, { uses, lastUsedAt }]) => ({ api_key_id: id, day, uses, last_used_at: lastUsedAt }))
  await tx.db
    .insertInto('api_key_usage')
    .values(sums)
    .onConflict((conflict) => conflict.columns(['api_key_id', 'day']).doUpdateSet(added('api_key_usage')))
    .execute()
  const rows = keys.flatMap(([id, { networks }]) =>
    [...networks]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([network, { uses, lastUsedAt }]) => ({ api_key_id: id, day, network, uses, last_used_at: lastUsedAt })),
  )
  for (let start = 0; start < rows.length; start += NETWORKS_PER_STATEMENT) {
    await tx.db
      .insertInto('api_key_networks')
      .values(rows.slice(start, start + NETWORKS_PER_STATEMENT))
      .onConflict((conflict) =>
        conflict.columns(['api_key_id', 'day', 'network']).doUpdateSet(added('api_key_networks')),
      )
      .execute()
  }
}

/** Adds to the uses of the day by all keys of each owner. */
export async function addUsesOfOwners(
  tx: Tx,
  day: number,
  keys: readonly (readonly [string, Uses])[],
  owners: readonly KeyOwner[],
): Promise<void> {
  const ownerOf = new Map(owners.map((owner) => [owner.id, owner]))
  const sums = new Map<string, AccountUsageTable>()
  for (const [id, { uses }] of keys) {
    const owner = ownerOf.get(id)
    if (!owner) continue
    const { accountId, userId } = owner
    const place = `${accountId}/${userId}`
    const before = sums.get(place)?.uses ?? 0
    sums.set(place, { account_id: accountId, day, user_id: userId, uses: before + uses })
  }
  if (sums.size === 0) return
  // In one order, so that two gateways that write at once do not deadlock.
  const rows = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await tx.db
    .insertInto('account_usage')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'day', 'user_id'])
        .doUpdateSet({ uses: sql<number>`${sql.ref('account_usage.uses')} + excluded.uses` }),
    )
    .execute()
}

function added(table: 'api_key_usage' | 'api_key_networks') {
  const [uses, last] = [sql.ref(`${table}.uses`), sql.ref(`${table}.last_used_at`)]
  return {
    uses: sql<number>`${uses} + excluded.uses`,
    last_used_at: sql<number>`case when excluded.last_used_at > ${last} then excluded.last_used_at else ${last} end`,
  }
}

/** Keeps, for each key, the `most` networks from which it was used last on that day. */
export async function trimNetworks(tx: Tx, day: number, keyIds: readonly string[], most: number): Promise<void> {
  // First it finds the keys that have too many networks, which takes one look-up in the index and seldom finds any.
  const crowded = await tx.db
    .selectFrom('api_key_networks')
    .select('api_key_id as id')
    .where('day', '=', day)
    .where('api_key_id', 'in', keyIds)
    .groupBy('api_key_id')
    .having((eb) => eb.fn.countAll(), '>', most)
    .execute()
  for (const { id } of crowded) {
    const beyond = tx.db
      .selectFrom('api_key_networks')
      .select('network')
      .where('day', '=', day)
      .where('api_key_id', '=', id)
      .orderBy('last_used_at', 'desc')
      .orderBy('network')
      .limit(1000)
      .offset(most)
    await tx.db
      .deleteFrom('api_key_networks')
      .where('day', '=', day)
      .where('api_key_id', '=', id)
      .where('network', 'in', beyond)
      .execute()
  }
}

/**
 * Deletes the uses of the days before `day`, in batches so that other transactions do not wait long. The oldest first:
 * so both engines find them in the index on the day, and read nothing of the days that stay.
 */
export async function deleteUsesBefore(database: Database, day: number): Promise<void> {
  await inBatches(database, ({ db }) => {
    const old = db.selectFrom('api_key_usage').select(['api_key_id', 'day']).where('day', '<', day).orderBy('day')
    return db
      .deleteFrom('api_key_usage')
      .where(({ eb, refTuple }) =>
        eb(refTuple('api_key_id', 'day'), 'in', old.limit(DELETED_AT_ONCE).$asTuple('api_key_id', 'day')),
      )
  })
  await inBatches(database, ({ db }) => {
    const columns = ['api_key_id', 'day', 'network'] as const
    const old = db.selectFrom('api_key_networks').select(columns).where('day', '<', day).orderBy('day')
    return db
      .deleteFrom('api_key_networks')
      .where(({ eb, refTuple }) =>
        eb(refTuple(...columns), 'in', old.limit(DELETED_AT_ONCE).$asTuple('api_key_id', 'day', 'network')),
      )
  })
}

type Deletion = { executeTakeFirst(): Promise<{ numDeletedRows: bigint } | undefined> }

async function inBatches(database: Database, deletion: (tx: Tx) => Deletion): Promise<void> {
  for (let deleted = DELETED_AT_ONCE; deleted >= DELETED_AT_ONCE; )
    deleted = await database.transaction(async (tx) => {
      const result = await deletion(tx).executeTakeFirst()
      return Number(result?.numDeletedRows ?? 0)
    })
}

/** The same for the uses of owners: there are far fewer. */
export async function deleteUsesOfOwnersBefore(database: Database, day: number): Promise<void> {
  await database.transaction(({ db }) => db.deleteFrom('account_usage').where('day', '<', day).execute())
}

export type KeyOwner = { id: string; accountId: string; userId: string }

/** Resolves with whose keys they are, as far as they still exist. A later time that another gateway has written stays. */
export async function markUsed(tx: Tx, keyIds: string[], at: number): Promise<KeyOwner[]> {
  await lockKeys(tx, keyIds)
  return tx.db
    .updateTable('api_keys')
    .set({ last_used_at: sql<number>`case when last_used_at > ${at} then last_used_at else ${at} end` })
    .where('id', 'in', keyIds)
    .returning(['id', 'account_id as accountId', 'user_id as userId'])
    .execute()
}
