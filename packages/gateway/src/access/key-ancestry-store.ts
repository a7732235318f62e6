import { type Kysely, sql } from 'kysely'
import { prepared } from '../platform/database/prepared.ts'
import type { Schema } from '../platform/database/schema.ts'
import { combineLimits, type KeyLimits, type LimitRow } from './key-limits/key-limits.ts'

/** What is read of a key beside its access, for a select list on `api_keys as k`. */
export const limitColumns = [
  'k.id as k_id',
  'k.issued_by_key_id as k_issued_by',
  'k.scopes as k_scopes',
  'k.allowed_ips as k_allowed_ips',
  'k.rate_requests as k_rate_requests',
  'k.rate_per_seconds as k_rate_per_seconds',
  'k.rate_key_id as k_rate_key_id',
] as const

/** With the account of the membership, beside which a key is always read. */
type KeyColumns = {
  account_id: string
  k_id: string
  k_issued_by: string | null
  k_scopes: string | null
  k_allowed_ips: string | null
  k_rate_requests: number | null
  k_rate_per_seconds: number | null
  k_rate_key_id: string | null
}

const findLine = prepared((db, { accountId, keyId }: { accountId: string; keyId: string }) =>
  db
    .withRecursive('line', (qb) =>
      qb
        .selectFrom('api_keys as k')
        .select(limitColumns)
        .select(sql<number>`0`.as('step'))
        .where('k.account_id', '=', accountId)
        .where('k.id', '=', keyId)
        .where('k.deleted_at', 'is', null)
        .unionAll((union) =>
          union
            .selectFrom('api_keys as k')
            .innerJoin('line', 'line.k_issued_by', 'k.id')
            .select(limitColumns)
            .select(sql<number>`line.step + 1`.as('step'))
            .where('k.account_id', '=', accountId)
            .where('k.deleted_at', 'is', null),
        ),
    )
    .selectFrom('line')
    .selectAll()
    .orderBy('step'),
)

/**
 * The rows of a live key and of those that it descends from, its own first. Undefined if one of them is gone: then this
 * one should be too, and there is nothing left to hold it to.
 */
export async function readLine(db: Kysely<Schema>, accountId: string, keyId: string): Promise<LimitRow[] | undefined> {
  const line = await findLine(db, { accountId, keyId })
  return line.at(-1)?.k_issued_by === null ? line.map(toRow) : undefined
}

/**
 * The limits of a key whose own columns were read; null if nothing limits it, undefined if its line is broken. A key that
 * no key issued costs no further statement.
 */
export async function limitsFrom(db: Kysely<Schema>, own: KeyColumns): Promise<KeyLimits | null | undefined> {
  const line = own.k_issued_by === null ? [toRow(own)] : await readLine(db, own.account_id, own.k_id)
  return line && combineLimits(line)
}

function toRow(columns: Omit<KeyColumns, 'account_id'>): LimitRow {
  return {
    id: columns.k_id,
    scopes: columns.k_scopes,
    allowedIps: columns.k_allowed_ips,
    rateRequests: columns.k_rate_requests,
    ratePerSeconds: columns.k_rate_per_seconds,
    rateKey: columns.k_rate_key_id,
  }
}
