import {
  type Conversion,
  type Convert,
  type ForeignRow,
  flagIn,
  hashOf,
  isObject,
  nameOf,
  numberIn,
  parsedIn,
  RowProblem,
  rateOf,
  startOf,
  textIn,
  timeIn,
  toMetadata,
  without,
} from './record.ts'

/**
 * Unkey: a row of the table `keys` of its database, or a key as POST /v2/apis.listKeys returns it. That operation has no
 * hashes, but with `decrypt: true` the keys themselves, if they are recoverable.
 */
export const fromUnkey: Convert = (row, how) => {
  if (numberIn(row, 'deleted_at_m') !== undefined) throw new RowProblem('it was deleted there', true)
  if (textIn(row, 'pending_migration_id') !== undefined)
    throw new RowProblem('nobody has used it since it was moved to Unkey, and its hash may be of another kind')
  const key = textIn(row, 'plaintext')
  const hash = textIn(row, 'hash')
  if (key === undefined && hash === undefined)
    throw new RowProblem('it has neither hash nor plaintext: see docs/moving-here.md on how to get them')
  const id = textIn(row, 'keyId', 'id')
  const expires = timeIn(row, 'expires')
  const identity = isObject(row.identity) ? textIn(row.identity, 'externalId') : undefined
  const meta = parsedIn(row, 'meta')
  const permissions = Array.isArray(row.permissions) ? row.permissions.map(String) : []
  const metadata = toMetadata({
    ...(isObject(meta) && meta),
    external_id: identity ?? textIn(row, 'external_id', 'externalId', 'owner_id', 'ownerId'),
    unkey_id: id,
    permissions: permissions.join(' '),
  })
  return {
    ...(key === undefined ? { hash: hash ?? '' } : hashOf(key)),
    key_name: nameOf(textIn(row, 'name') ?? `unkey ${id ?? 'key'}`),
    ...startOf(textIn(row, 'start')),
    ...(expires !== undefined && { expires_on: expires }),
    ...(flagIn(row, 'enabled') === false && { disabled: true }),
    ...(textIn(row, 'environment') === 'test' && { environment: 'test' as const }),
    ...(metadata && { metadata }),
    ...(how.permissionsAsScopes && permissions.length > 0 && { scopes: permissions.map(toScope) }),
    ...rateIn(row, how),
    ...quotaIn(row, how),
  }
}

/** `documents.read` is `documents:read`. */
function toScope(permission: string): string {
  if (permission.includes(':')) return permission
  const dot = permission.lastIndexOf('.')
  if (dot < 1) throw new RowProblem(`its permission ${permission} is no scope (resource:action)`)
  return `${permission.slice(0, dot)}:${permission.slice(dot + 1)}`
}

function rateIn(row: ForeignRow, how: Conversion): object {
  const limits = Array.isArray(row.ratelimits) ? row.ratelimits.filter(isObject) : []
  if (limits.length > 1) return without(`${limits.length} rate limits`, how.ignoreLimits)
  const [limit] = limits
  const requests = limit ? numberIn(limit, 'limit') : numberIn(row, 'ratelimit_limit')
  const duration = limit ? numberIn(limit, 'duration') : numberIn(row, 'ratelimit_duration')
  return requests === undefined || duration === undefined ? {} : rateOf(requests, duration, how)
}

/** Credits that are refilled are a quota: daily, or monthly if a day of the month is named. */
function quotaIn(row: ForeignRow, how: Conversion): object {
  const credits = isObject(row.credits) ? row.credits : undefined
  const refill = credits && isObject(credits.refill) ? credits.refill : undefined
  const remaining = credits ? numberIn(credits, 'remaining') : numberIn(row, 'remaining_requests')
  if (remaining === undefined) return {}
  const amount = refill ? numberIn(refill, 'amount') : numberIn(row, 'refill_amount')
  if (amount === undefined || amount < 1) return without(`${remaining} uses left and no refill`, how.ignoreLimits)
  const isMonthly = refill ? refill.interval === 'monthly' : numberIn(row, 'refill_day') !== undefined
  return { quota: { requests: amount, per: isMonthly ? 'month' : 'day', resets: 'calendar' } }
}
