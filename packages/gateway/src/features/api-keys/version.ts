import { limitsOf } from '../../access/key-limits/key-limits.ts'
import { versionOf } from '../../platform/values/versions.ts'
import type { ApiKeyRow } from './store.ts'

/** Of everything about a key that somebody can change; uses of the key change nothing. */
export function versionOfKey(key: ApiKeyRow): string {
  const { name, expiresAt, disabledAt, metadata, tags, replacedBy, retireSilentDays } = key
  return versionOf(name, expiresAt, disabledAt, metadata, tags, replacedBy, retireSilentDays, limitsOf(key))
}
