import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { ENDING_MS } from '../../access/key-ending.ts'
import { byBytes } from '../../platform/database/keyset.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** Whose keys are counted: all of the account, or those of one member. */
export type Counted = { accountId: string; userId: string | undefined }

/** The states of docs/lists.md, and what needs attention. */
export type KeyCounts = Record<
  'live' | 'active' | 'unused' | 'replaced' | 'disabled' | 'expiring' | 'silent' | 'neverUsed',
  number
>

/** From when on a key counts as silent or never used, in milliseconds since the epoch. */
export type Since = { silent: number; neverUsed: number }

/** Neither rotated nor disabled: somebody still relies on it. */
const inForce = sql<SqlBool>`(k.replaced_by_key_id is null and k.disabled_at is null)`

const conditionsOf = ({ silent, neverUsed }: Since, now: number) => ({
  expiring: sql<SqlBool>`k.expires_at <= ${now + ENDING_MS}`,
  silent: sql<SqlBool>`(coalesce(k.last_used_at, 0) > 0 and coalesce(k.last_used_at, 0) < ${silent})`,
  neverUsed: sql<SqlBool>`(coalesce(k.last_used_at, 0) = 0 and k.created_at < ${neverUsed})`,
})

function keysOf(db: Kysely<Schema>, { accountId, userId }: Counted) {
  return db
    .selectFrom('api_keys as k')
    .where('k.account_id', '=', accountId)
    .where('k.deleted_at', 'is', null)
    .$if(userId !== undefined, (query) => query.where('k.user_id', '=', userId ?? ''))
}

/** The index `api_keys_states` has all that it reads of a whole account. Exported for the test of its query plan. */
export function countsQuery(db: Kysely<Schema>, whose: Counted, since: Since, now: number) {
  const { expiring } = conditionsOf(since, now)
  const count = (condition: RawBuilder<SqlBool>) => sql<number>`count(*) filter (where ${condition})`
  return keysOf(db, whose)
    .where('k.expires_at', '>', now)
    .select([
      sql<number>`count(*)`.as('live'),
      sql<number>`count(k.disabled_at)`.as('disabled'),
      sql<number>`count(k.replaced_by_key_id)`.as('replaced'),
      count(inForce).as('inForce'),
      count(sql<SqlBool>`${inForce} and k.last_used_at is null`).as('unused'),
      count(sql<SqlBool>`${inForce} and ${expiring}`).as('expiring'),
      count(sql<SqlBool>`${inForce} and k.last_used_at < ${since.silent}`).as('silent'),
      count(sql<SqlBool>`${inForce} and k.last_used_at is null and k.created_at < ${since.neverUsed}`).as('neverUsed'),
    ])
}

export async function countKeys(db: Kysely<Schema>, whose: Counted, since: Since, now: number): Promise<KeyCounts> {
  const { inForce: used, ...counts } = await countsQuery(db, whose, since, now).executeTakeFirstOrThrow()
  return { ...counts, active: used - counts.unused }
}

/** The keys that come first in one of the lists, in the order of an index. Exported for the same test. */
export function examplesQuery(
  db: Kysely<Schema>,
  whose: Counted,
  kind: 'expiring' | 'silent' | 'neverUsed',
  { since, now, most }: { since: Since; now: number; most: number },
) {
  const order = kind === 'expiring' ? sql<number>`coalesce(k.expires_at, 0)` : sql<number>`coalesce(k.last_used_at, 0)`
  const at = ({ expiring: 'k.expires_at', silent: 'k.last_used_at', neverUsed: 'k.created_at' } as const)[kind]
  // So that SQLite takes the index with this order: word for word its expression, or one that no index has.
  const ends = kind === 'expiring' ? sql`coalesce(k.expires_at, 0)` : sql`(k.expires_at + 0)`
  return (
    keysOf(db, whose)
      .innerJoin('users as u', 'u.id', 'k.user_id')
      .where(inForce)
      .where(conditionsOf(since, now)[kind])
      .where(sql<SqlBool>`${ends} > ${now}`)
      .select(['k.id', 'k.name', 'u.email', 'u.machine_of as machineOf'])
      .select(sql<number>`coalesce(${sql.ref(at)}, 0)`.as('at'))
      // What was never used is equal in its order, which SQLite does not see.
      .$if(kind !== 'neverUsed', (query) => query.orderBy(order))
      .orderBy(byBytes(db, 'k.id'))
      .limit(most)
  )
}

/** How often the keys were used on each day since `day`; days without a use have no row. */
export async function usesByDay(
  db: Kysely<Schema>,
  { accountId, userId }: Counted,
  days: readonly number[],
): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('account_usage')
    .select(['day', sql<number>`cast(sum(uses) as bigint)`.as('uses')])
    .where('account_id', '=', accountId)
    .where('day', 'in', days)
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
    .groupBy('day')
    .execute()
  return new Map(rows.map(({ day, uses }) => [day, uses]))
}

export type MemberCounts = { active: number; suspended: number; pending: number }

export async function countMembers(db: Kysely<Schema>, accountId: string): Promise<MemberCounts> {
  const count = (condition: RawBuilder<SqlBool>) => sql<number>`count(*) filter (where ${condition})`
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .where('m.account_id', '=', accountId)
    .where('u.machine_of', 'is', null)
    .select([
      count(sql`m.accepted_at is not null and m.suspended_at is null`).as('active'),
      count(sql`m.accepted_at is not null and m.suspended_at is not null`).as('suspended'),
      count(sql`m.accepted_at is null`).as('pending'),
    ])
    .executeTakeFirstOrThrow()
}

/** Whether the user has a second factor that is switched on. */
export async function hasSecondFactor(db: Kysely<Schema>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where(({ or, eb }) => or([eb('totp_enabled_at', 'is not', null), eb('passkey_enabled_at', 'is not', null)]))
    .executeTakeFirst()
  return row !== undefined
}

/** The account's webhooks that do not reach their receiver, or were disabled because they did not. */
export async function listFailingWebhooks(db: Kysely<Schema>, accountId: string) {
  return db
    .selectFrom('webhook_endpoints')
    .select(['id', 'url', 'failing_since as failingSince', 'disabled_at as disabledAt'])
    .where('account_id', '=', accountId)
    .where(({ or, eb }) =>
      or([
        eb('disabled_reason', 'in', ['failing', 'gone'] as const),
        eb.and([eb('disabled_at', 'is', null), eb('failing_since', 'is not', null)]),
      ]),
    )
    .orderBy('id')
    .execute()
}
