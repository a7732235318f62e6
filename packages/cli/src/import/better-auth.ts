import {
  type Conversion,
  type Convert,
  type ForeignRow,
  flagIn,
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

const DAY_MS = 86_400_000
const PERIODS: [per: 'day' | 'week' | 'month', shortest: number, longest: number][] = [
  ['day', DAY_MS, DAY_MS],
  ['week', 7 * DAY_MS, 7 * DAY_MS],
  ['month', 28 * DAY_MS, 31 * DAY_MS],
]

/**
 * better-auth: a row of the table `apikey` of its API-key plugin. `key` is the SHA-256 of the key, base64url without
 * padding. Names of columns may be in snake case.
 */
export const fromBetterAuth: Convert = (given, how) => {
  const row = inCamelCase(given)
  const hash = textIn(row, 'key')
  if (hash === undefined) throw new RowProblem('it has no key, which is the hash there')
  const expires = timeIn(row, 'expiresAt')
  const metadata = parsedIn(row, 'metadata')
  const scopes = permissionsIn(row)
  const described = toMetadata({
    ...(isObject(metadata) && metadata),
    reference_id: textIn(row, 'referenceId', 'userId'),
    better_auth_id: textIn(row, 'id'),
    permissions: scopes.join(' '),
  })
  return {
    hash,
    key_name: nameOf(textIn(row, 'name') ?? `better-auth ${textIn(row, 'id') ?? 'key'}`),
    ...startOf(textIn(row, 'start', 'prefix')),
    ...(expires !== undefined && { expires_on: expires }),
    ...(flagIn(row, 'enabled') === false && { disabled: true }),
    ...(described && { metadata: described }),
    ...(how.permissionsAsScopes && scopes.length > 0 && { scopes }),
    ...rateIn(row, how),
    ...quotaIn(row, how),
  }
}

/** `{"files": ["read"]}` is `files:read`. */
function permissionsIn(row: ForeignRow): string[] {
  const permissions = parsedIn(row, 'permissions')
  if (!isObject(permissions)) return []
  return Object.entries(permissions).flatMap(([resource, actions]) =>
    Array.isArray(actions) ? actions.map((action) => `${resource}:${action}`) : [],
  )
}

function rateIn(row: ForeignRow, how: Conversion): object {
  const requests = numberIn(row, 'rateLimitMax')
  const window = numberIn(row, 'rateLimitTimeWindow')
  if (flagIn(row, 'rateLimitEnabled') === false || requests === undefined || window === undefined) return {}
  return rateOf(requests, window, how)
}

/** Uses that are refilled are a quota, if they are refilled once in a day, a week or a month. */
function quotaIn(row: ForeignRow, how: Conversion): object {
  const remaining = numberIn(row, 'remaining')
  if (remaining === undefined) return {}
  const amount = numberIn(row, 'refillAmount')
  const interval = numberIn(row, 'refillInterval')
  if (amount === undefined || amount < 1 || interval === undefined)
    return without(`${remaining} uses left and no refill`, how.ignoreLimits)
  const period = PERIODS.find(([, shortest, longest]) => interval >= shortest && interval <= longest)
  if (!period) return without(`a refill every ${interval} ms`, how.ignoreLimits)
  return { quota: { requests: amount, per: period[0], resets: 'issued' } }
}

function inCamelCase(row: ForeignRow): ForeignRow {
  const camel = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]))
}
