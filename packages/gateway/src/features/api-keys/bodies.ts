import type { Principal } from '../../access/principal.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import { shownDescription } from './describe-key.ts'
import type { KeySelector } from './find-key.ts'
import type { IssuedApiKey } from './issue.ts'
import { shownLimitsOf } from './limit-schemas.ts'
import type { ServiceAccountRole } from './service-accounts.ts'
import type { ApiKeyRow } from './store.ts'
import { versionOfKey } from './version.ts'

/** `path` is the field that the refusal names. */
export function selectorOf(
  { id, key }: { id: string | undefined; key: string | undefined },
  path = '/querystring',
): KeySelector {
  if (id !== undefined && key === undefined) return { id }
  if (key !== undefined && id === undefined) return { key }
  throw invalid(path, 'must have exactly one of id and key')
}

export function times({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }) {
  return { created_on: new Date(createdAt).toISOString(), expires_on: new Date(expiresAt).toISOString() }
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** An older version, whose answers are still repeated, knew no description. */
const UNDESCRIBED = { environment: 'live', metadata: null, tags: null } as const

export function issuedBody(issued: IssuedApiKey) {
  const { id, name, key, creds } = issued
  return {
    ...times(issued),
    id,
    name,
    key,
    ...(creds !== null && { creds }),
    ...shownLimitsOf(issued),
    ...shownDescription({ ...UNDESCRIBED, ...issued }),
  }
}

/** The key that the request names, or else the key with which the request was made. */
export function selectorOrOwn(
  { apiKeyId }: Principal,
  given: { id: string | undefined; key: string | undefined },
  path: string,
): KeySelector {
  if (given.id !== undefined || given.key !== undefined) return selectorOf(given, path)
  if (apiKeyId === null) throw invalid(`${path}/id`, 'is required, unless a key asks about itself')
  return { id: apiKeyId }
}

/** What the owner of a key may see of it; the calling function adds the owner. */
export function viewOf(key: ApiKeyRow, account: string) {
  return {
    ...times(key),
    id: key.id,
    name: key.name,
    last_4_characters: key.lastFour,
    start: key.start,
    last_used_on: isoOrNull(key.lastUsedAt),
    account,
    issued_by: key.issuedBy,
    ...shownLimitsOf(key),
    ...shownDescription(key),
    disabled: key.disabledAt !== null,
    replaces: key.replaces,
    replaced_by: key.replacedBy,
    ...retirementOf(key),
    version: versionOfKey(key),
  }
}

/** Whether a rotated key also ends after some days without a use, and after how many. */
export function retirementOf({ retireSilentDays: days }: { retireSilentDays: number | null }) {
  return days === null ? { retire: null, silent_days: null } : { retire: 'when_silent' as const, silent_days: days }
}

/** The role of a key of the account; undefined for a key of the caller's own. */
export function accountRoleOf({
  owner,
  role,
}: {
  owner?: 'member' | 'account' | undefined
  role?: ServiceAccountRole | undefined
}): ServiceAccountRole | undefined {
  if (owner !== 'account' && role !== undefined)
    throw invalid('/body/role', 'is only for keys of the account: a key of a member has the role of the member')
  if (owner === 'account' && role === undefined)
    throw invalid('/body/role', 'is required with owner=account: the role of the key')
  return role
}
