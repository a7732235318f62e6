import { environmentOf } from '../../access/key-description.ts'
import type { Principal } from '../../access/principal.ts'
import type { Rechecked } from '../../access/recheck.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Environment } from '../../platform/values/environments.ts'
import { findExpiry } from './store.ts'

/**
 * How many keys an ancestry may have: each use of a key is checked against the limits of all keys above it, so it takes
 * longer with each of them.
 */
const LONGEST_ANCESTRY = 10

/** A test key issues only test keys. The environment of a key never changes, so one check is enough. */
export function environmentFor({ keyDescription }: Principal, asked: Environment | undefined): Environment {
  const own = environmentOf(keyDescription)
  if (own === 'test' && asked === 'live') throw new Refusal('beyond_own_limits')
  return asked ?? own
}

/**
 * A key cannot outlive the key that issued it. If a session of that key issues it, the session's own expiry does not
 * matter.
 */
export async function latestExpiry(
  database: Database,
  { accountId, credentialId, apiKeyId, expiresAt }: Principal,
): Promise<number> {
  if (apiKeyId === null) return Number.POSITIVE_INFINITY
  const latest = apiKeyId === credentialId ? expiresAt : await findExpiry(database.read, accountId, apiKeyId)
  if (latest === undefined) throw new Refusal('unauthorized')
  return latest
}

/** `issuer` is the caller's key as the transaction has read it; null for a session of a user. */
export function refuseLongAncestry(issuer: Rechecked['key']): void {
  if (issuer && issuer.ancestryLength >= LONGEST_ANCESTRY) throw new Refusal('line_too_long')
}
