import { type Kysely, sql } from 'kysely'
import { prepared } from '../platform/database/prepared.ts'
import type { Schema } from '../platform/database/schema.ts'
import {
  combineLimits,
  type KeyLimits,
  type LimitColumns,
  type LimitRow,
  limitSelection,
  limitsOf,
} from './key-limits/key-limits.ts'

/** The columns of a key's limits and ancestry, for a select list on `api_keys as k`. */
export const limitColumns = [
  'k.id as k_id',
  'k.issued_by_key_id as k_issued_by',
  'k.rate_key_id as k_rate_key_id',
  'k.disabled_at as k_disabled_at',
  ...limitSelection,
] as const

/** Includes the account of the membership, with which a key is always read. */
type KeyColumns = LimitColumns & {
  account_id: string
  k_id: string
  k_issued_by: string | null
  k_rate_key_id: string | null
  k_disabled_at: number | null
}

const findAncestry = prepared((db, { accountId, keyId }: { accountId: string; keyId: string }) =>
  db
    .withRecursive('ancestry', (qb) =>
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
            .innerJoin('ancestry', 'ancestry.k_issued_by', 'k.id')
            .select(limitColumns)
            .select(sql<number>`ancestry.step + 1`.as('step'))
            .where('k.account_id', '=', accountId)
            .where('k.deleted_at', 'is', null),
        ),
    )
    .selectFrom('ancestry')
    .selectAll()
    .orderBy('step'),
)

/** A disabled key stays in the ancestries of the keys below it, and these are then refused. */
export type AncestryRow = LimitRow & { isDisabled: boolean }

/**
 * The rows of a live key and of the keys that issued it, its own first. Undefined if one of them is deleted: then this
 * key must not be used, since the limits above it are unknown.
 */
export async function readAncestry(
  db: Kysely<Schema>,
  accountId: string,
  keyId: string,
): Promise<AncestryRow[] | undefined> {
  const ancestry = await findAncestry(db, { accountId, keyId })
  return ancestry.at(-1)?.k_issued_by === null ? ancestry.map(toRow) : undefined
}

/**
 * The limits of a key whose own columns were read, null if nothing limits it, undefined if a key of its ancestry is
 * deleted or disabled; and the topmost key of the ancestry, which a user has issued.
 */
export async function limitsAndTopmost(
  db: Kysely<Schema>,
  own: KeyColumns,
): Promise<{ limits: KeyLimits | null | undefined; topmost: AncestryRow | undefined }> {
  const ancestry = await ancestryFrom(db, own)
  return { limits: limitsOfAncestry(ancestry), topmost: ancestry?.at(-1) }
}

/**
 * The same as `readAncestry`, for a key whose own columns were read. A key that no other key issued needs no further
 * statement.
 */
export async function ancestryFrom(db: Kysely<Schema>, own: KeyColumns): Promise<AncestryRow[] | undefined> {
  return own.k_issued_by === null ? [toRow(own)] : readAncestry(db, own.account_id, own.k_id)
}

/** Undefined if a key of the ancestry is deleted or disabled. */
export function limitsOfAncestry(ancestry: readonly AncestryRow[] | undefined): KeyLimits | null | undefined {
  return ancestry?.some(({ isDisabled }) => isDisabled) ? undefined : ancestry && combineLimits(ancestry)
}

function toRow(columns: Omit<KeyColumns, 'account_id'>): AncestryRow {
  const { k_id: id, k_rate_key_id: rateKey, k_disabled_at: disabledAt } = columns
  return { ...limitsOf(columns), id, rateKey, isDisabled: disabledAt !== null }
}
