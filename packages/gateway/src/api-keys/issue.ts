import { createApiKey, lastFour } from '../access/api-key-format.ts'
import type { Principal } from '../access/principal.ts'
import { type Origin, record } from '../audit/audit.ts'
import { sha256 } from '../crypto/hashing.ts'
import { newId } from '../crypto/random.ts'
import type { Database } from '../database/database.ts'
import { invalid, Refusal } from '../errors/refusal.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'
import type { MemberKeys } from '../messaging/member-keys.ts'
import { mintCreds } from './creds.ts'
import {
  applyChanges,
  barsCreds,
  differences,
  type LimitChanges,
  type LimitColumns,
  NO_LIMITS,
  refuseBeyond,
} from './limits.ts'
import { addApiKey, findExpiry, findLiveIssuer, reserveSlot } from './store.ts'

const DAY_MS = 86_400_000
const LONGEST_NAME = 100
/** How long the first creds of a member wait for the servers to learn of the member's signing key. */
const FIRST_PUSH_MS = 250

export type IssuedApiKey = LimitColumns & {
  id: string
  key: string
  name: string
  createdAt: number
  expiresAt: number
  /** Null if the limits of the key keep it off the message bus. */
  creds: string | null
}

export type IssueApiKey = (
  principal: Principal,
  input: { name: string; expiryDays?: number | undefined; limits?: LimitChanges },
  origin: Origin,
) => Promise<IssuedApiKey>

type Parts = {
  database: Database
  memberKeys: MemberKeys
  claims: ClaimsPush
  limits: { defaultTtlDays: number; mostPerAccount: number }
}

/**
 * issueApiKey: the one time that a key and its creds are shown. All that costs time (two key pairs' worth of Ed25519,
 * sealing) happens before the transaction, which is four short statements.
 */
export function createIssueApiKey({ database, memberKeys, claims, limits }: Parts): IssueApiKey {
  return async function issue(principal, { name: typed, expiryDays, limits: asked = {} }, origin) {
    const name = parseName(typed)
    const columns = applyChanges(NO_LIMITS, asked)
    refuseBeyond(principal.limits, asked, columns)
    const { accountId, userId, credentialId, apiKeyId: issuedByKeyId } = principal
    const signer = await memberKeys.signerOf(accountId, userId)
    // Who may issue keys has one, so the membership has ended since the gate looked.
    if (!signer) throw new Refusal('unauthorized')
    const createdAt = Date.now()
    const wanted = createdAt + (expiryDays ?? limits.defaultTtlDays) * DAY_MS
    const expiresAt = toWholeSecond(Math.min(wanted, await latestExpiry(principal)))
    const id = newId('key', createdAt)
    const key = createApiKey()
    const { userPublicKey, seedSealed, creds } = mintCreds({ keyId: id, apiKey: key }, signer, expiresAt)

    const { pushedVersion, isBarred } = await database.transaction(async (tx) => {
      const slot = await reserveSlot(tx, accountId, limits.mostPerAccount)
      if (!slot) throw new Refusal('too_many_keys')
      // The principal may come from the cache: what was taken away a moment ago must not leave a key behind.
      const by = { accountId, userId, credentialId, issuerKeyId: issuedByKeyId }
      const issuer = await findLiveIssuer(tx, by, createdAt)
      if (!issuer) throw new Refusal('unauthorized')
      const isBarred = issuer.isBarred || barsCreds(columns)
      await addApiKey(tx, {
        id,
        accountId,
        userId,
        name,
        keyHash: sha256(key),
        lastFour: lastFour(key),
        natsUserKey: userPublicKey,
        natsSeedSealed: seedSealed,
        issuedByKeyId,
        createdAt,
        expiresAt,
        ...columns,
        credsBarredAt: isBarred ? createdAt : null,
      })
      await record(tx, {
        action: 'api_key.issued',
        accountId,
        actor: principal,
        origin,
        target: { type: 'api_key', id },
        details: { name, expires_on: new Date(expiresAt).toISOString(), ...differences(NO_LIMITS, columns) },
      })
      return { ...slot, isBarred }
    })
    if (pushedVersion < signer.sinceVersion) await claims.confirmed(accountId, signer.sinceVersion, FIRST_PUSH_MS)
    return { id, key, name, createdAt, expiresAt, creds: isBarred ? null : creds, ...columns }
  }

  /** A key that a key issues cannot outlive it (Decision 11); the session in between ends sooner and doesn't matter. */
  async function latestExpiry({ accountId, credentialId, apiKeyId, expiresAt }: Principal): Promise<number> {
    if (apiKeyId === null) return Number.POSITIVE_INFINITY
    const latest = apiKeyId === credentialId ? expiresAt : await findExpiry(database.read, accountId, apiKeyId)
    if (latest === undefined) throw new Refusal('unauthorized')
    return latest
  }
}

export function parseName(typed: string): string {
  const name = typed.trim()
  const length = [...name].length
  if (length < 1 || length > LONGEST_NAME) throw invalid('/body/key_name', `must have 1 to ${LONGEST_NAME} characters`)
  if (/\p{Cc}/u.test(name)) throw invalid('/body/key_name', 'must not contain control characters')
  return name
}

/** As the JWT in the creds can say it. */
function toWholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
