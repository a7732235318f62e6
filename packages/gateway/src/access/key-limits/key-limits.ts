import type { ApiKeysTable } from '../../platform/database/schema/api-keys.ts'
import { allowedNetworks } from './allowed-networks.ts'
import type { AnyLimit, CountedKey } from './key-limit.ts'
import { quota } from './quota.ts'
import { rateLimit } from './rate-limit.ts'
import { scopes } from './scopes.ts'

/**
 * Every limit that a key may have, by its name in `KeyLimits`. The one list of them: a new limit is a file beside this
 * one, a line here, and a migration (docs/decisions/0041).
 */
const keyLimits = { scopes, networks: allowedNetworks, rateLimits: rateLimit, quotas: quota }

type Limits = typeof keyLimits
export type Limit = Limits[keyof Limits]

type NamesIn<Columns> = Columns extends unknown ? keyof Columns : never
type Name = NamesIn<Limit['columns']>
type Column<Of extends Name> = Extract<Limit['columns'], { readonly [N in Of]: keyof ApiKeysTable }>[Of]

/** The columns that narrow a key below its owner; null is no limit of that kind. Lists are separated by spaces. */
export type LimitColumns = { [N in Name]: ApiKeysTable[Column<N>] }

/** The limits of one key in an ancestry. */
export type LimitRow = LimitColumns & CountedKey

/**
 * The limits of a credential, ready to be checked at each request. A key also has the current limits of the keys that
 * issued it: narrowing a key narrows the keys that it issued.
 */
export type KeyLimits = { [Kind in keyof Limits]: ReturnType<Limits[Kind]['combine']> }

/** All limits, each with its name in `KeyLimits`, for code that goes through them. */
export const allLimits: readonly (readonly [name: string, limit: AnyLimit])[] = Object.entries(keyLimits)

const columns: readonly (readonly [string, keyof ApiKeysTable])[] = allLimits.flatMap(([, limit]) =>
  Object.entries(limit.columns),
)

/** The limits of a key from its row and those above it, its own first; null if there are none. */
export function combineLimits(ancestry: readonly LimitRow[]): KeyLimits | null {
  if (!ancestry.some(isLimited)) return null
  return ofEach<KeyLimits>(allLimits.map(([name, limit]) => [name, limit.combine(ancestry)]))
}

function isLimited(row: Record<string, unknown>): boolean {
  return columns.some(([name]) => row[name] !== null)
}

/** The columns of the limits, for a select list on `api_keys as k`: `k.allowed_ips as allowedIps`. */
export const limitSelection = columns.map(([name, column]) => `k.${column} as ${name}`) as readonly {
  [N in Name]: `k.${Column<N>} as ${N}`
}[Name][]

type LimitValues = Pick<ApiKeysTable, Column<Name>>

/** The values by column name, to insert or update. */
export function toLimitValues(limits: LimitColumns): LimitValues {
  const given: Record<string, unknown> = limits
  return ofEach<LimitValues>(columns.map(([name, column]) => [column, given[name]]))
}

/** The limits in a row, without its other columns. */
export function limitsOf(row: LimitColumns): LimitColumns {
  const given: Record<string, unknown> = row
  return ofEach<LimitColumns>(columns.map(([name]) => [name, given[name]]))
}

export const NO_LIMITS = ofEach<LimitColumns>(columns.map(([name]) => [name, null]))

/** An object from the entries, with the type that the caller states. */
export function ofEach<Whole>(entries: (readonly [string, unknown])[]): Whole {
  return Object.fromEntries(entries) as Whole
}
