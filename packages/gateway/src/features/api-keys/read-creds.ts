import { isWellFormedApiKey } from '../../access/api-key-format.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { CredsLabels } from '../../transport/messaging/creds.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { renewCreds } from './creds.ts'
import { findSealedSeed } from './store.ts'

export type ReadCreds = (
  principal: Principal,
  input: { key: string; labels: CredsLabels },
  origin: Origin,
) => Promise<string>

/**
 * getApiCreds: returns the creds of the caller's own live key. The seed can be opened only with the whole key, so the
 * caller has to send it. Another user's key answers like one that does not exist. A key has no creds if the message bus
 * cannot hold it to its limits.
 */
export function createReadCreds(database: Database, memberKeys: MemberKeys): ReadCreds {
  return async (principal, { key, labels }, origin) => {
    const { accountId, userId } = principal
    const stored = isWellFormedApiKey(key)
      ? await findSealedSeed(database.read, principal, sha256(key), Date.now())
      : undefined
    if (stored && stored.blockedAt !== null) throw new Refusal('creds_barred')
    const signer = stored && (await memberKeys.signerOf(accountId, userId))
    if (!stored || !signer) throw new Refusal('api_key_not_found')
    const creds = await renewCreds({ keyId: stored.id, apiKey: key }, stored, signer, labels)
    await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'getApiCreds', 'self')
      await record(tx, {
        action: 'api_key.creds_read',
        accountId,
        actor: principal,
        origin,
        target: { type: 'api_key', id: stored.id },
      })
    })
    return creds
  }
}
