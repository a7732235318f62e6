import type { Kysely } from 'kysely'
import { firstIdAt } from '../../platform/crypto/random.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { WebhookDeliveriesTable, WebhookEndpointsTable } from '../../platform/database/schema/webhooks.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { EventRow } from './events.ts'

const columns = [
  'id',
  'url',
  'description',
  'events',
  'disabled_at',
  'disabled_reason',
  'due_at',
  'failures',
  'failing_since',
  'delivered_at',
  'previous_secret_until',
  'created_at',
] as const

/** An endpoint without its secrets. */
export type Endpoint = Pick<WebhookEndpointsTable, (typeof columns)[number]>
export type Delivery = Omit<WebhookDeliveriesTable, 'endpoint_id'>

export function listEndpoints(db: Kysely<Schema>, accountId: string): Promise<Endpoint[]> {
  return db.selectFrom('webhook_endpoints').select(columns).where('account_id', '=', accountId).orderBy('id').execute()
}

export async function countEndpoints(tx: Tx, { accountId }: LockedAccount): Promise<number> {
  const { count } = await tx.db
    .selectFrom('webhook_endpoints')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type NewEndpoint = Pick<WebhookEndpointsTable, 'id' | 'url' | 'description' | 'events' | 'secret_sealed'>

/** What happens from now on is delivered to it. */
export async function addEndpoint(tx: Tx, { accountId }: LockedAccount, given: NewEndpoint): Promise<Endpoint> {
  const now = Date.now()
  return tx.db
    .insertInto('webhook_endpoints')
    .values({ ...given, account_id: accountId, ...fresh(now), created_at: now })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Nothing delivered, nothing failed, nothing to do before `now`. */
function fresh(now: number) {
  return { cursor: firstIdAt('evt', now), due_at: now, leased_until: 0, failures: 0, failing_since: null }
}

export function findEndpoint(
  db: Kysely<Schema>,
  accountId: string,
  id: string,
): Promise<WebhookEndpointsTable | undefined> {
  return db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export type Change = Partial<Pick<WebhookEndpointsTable, 'url' | 'description' | 'events'>>

/** Undefined if the account has no such endpoint. A changed endpoint is tried at once, however often it had failed. */
export function changeEndpoint(
  tx: Tx,
  { accountId }: LockedAccount,
  id: string,
  { change, disabled }: { change: Change; disabled: 'on' | 'off' | undefined },
): Promise<Endpoint | undefined> {
  const now = Date.now()
  return tx.db
    .updateTable('webhook_endpoints')
    .set({
      ...change,
      // A run that is under way to the old URL loses its lease, so that its outcome is not stored.
      ...(change.url !== undefined && { due_at: now, failures: 0, failing_since: null, leased_until: 0 }),
      ...(disabled === 'on' && { disabled_at: now, disabled_reason: 'by_user' as const }),
      ...(disabled === 'off' && { ...fresh(now), disabled_at: null, disabled_reason: null }),
    })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
}

/** What waited for another try is not delivered any more. */
export async function dropRetries(tx: Tx, _account: LockedAccount, id: string): Promise<void> {
  await tx.db.deleteFrom('webhook_retries').where('endpoint_id', '=', id).execute()
}

export function deleteEndpoint(tx: Tx, { accountId }: LockedAccount, id: string): Promise<{ url: string } | undefined> {
  return tx.db
    .deleteFrom('webhook_endpoints')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returning('url')
    .executeTakeFirst()
}

export async function storeSecrets(
  tx: Tx,
  { accountId }: LockedAccount,
  id: string,
  secrets: Pick<WebhookEndpointsTable, 'secret_sealed' | 'previous_secret_sealed' | 'previous_secret_until'>,
): Promise<void> {
  await tx.db
    .updateTable('webhook_endpoints')
    .set(secrets)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

/** False if it was disabled before. */
export async function switchOff(
  tx: Tx,
  { accountId }: LockedAccount,
  { id, now, reason }: { id: string; now: number; reason: 'failing' | 'gone' },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('webhook_endpoints')
    .set({ disabled_at: now, disabled_reason: reason })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** How many attempts a page looks at. */
const MOST_LOOKED_AT = 5000

export type Outcome = 'delivered' | 'failed'

/**
 * The id after which the next page of a filtered list begins: that of the last attempt that this one has looked at;
 * undefined if it has looked at all.
 */
export async function lastLookedAt(
  db: Kysely<Schema>,
  id: string,
  before: string | undefined,
): Promise<string | undefined> {
  const row = await attemptsBefore(db, id, before)
    .limit(1)
    .offset(MOST_LOOKED_AT - 1)
    .executeTakeFirst()
  return row?.id
}

function attemptsBefore(db: Kysely<Schema>, id: string, before: string | undefined) {
  return db
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('endpoint_id', '=', id)
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
}

/** Attempts, newest first, before the id `before`; of an endpoint that the caller has found in the account. */
export function listDeliveries(
  db: Kysely<Schema>,
  accountId: string,
  id: string,
  { before, limit, outcome }: { before: string | undefined; limit: number; outcome?: Outcome | undefined },
): Promise<Delivery[]> {
  let query = db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhook_endpoints as w', 'w.id', 'd.endpoint_id')
    .select(['d.id', 'd.event_id', 'd.action', 'd.purpose', 'd.attempt', 'd.attempted_at', 'd.duration_ms'])
    .select(['d.status', 'd.error'])
    .where('w.account_id', '=', accountId)
    .where('d.endpoint_id', '=', id)
  if (before !== undefined) query = query.where('d.id', '<', before)
  if (outcome !== undefined)
    query = query
      .where('d.error', outcome === 'failed' ? 'is not' : 'is', null)
      .where('d.id', 'in', attemptsBefore(db, id, before).limit(MOST_LOOKED_AT))
  return query.orderBy('d.id', 'desc').limit(limit).execute()
}

export function findEvent(db: Kysely<Schema>, accountId: string, eventId: string): Promise<EventRow | undefined> {
  return db
    .selectFrom('audit_events')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', eventId)
    .executeTakeFirst()
}
