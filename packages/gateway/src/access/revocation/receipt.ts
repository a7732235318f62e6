import { SignJWT } from 'jose'
import type { OperationId } from '../../access/policy.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { SigningKeys } from '../signing-keys.ts'
import type { Outcome } from './outcome.ts'

/** RFC 8725, §3.11: neither an access token nor an identity, so nothing that checks those takes it for one. */
const RECEIPT_TYPE = 'quiva-revocation+jwt'

/** What a receipt is about. */
export type Revoked = {
  operation: OperationId
  requestId: string
  /** The caller's account; null for a request without a credential. */
  accountId: string | null
  /** What was evicted (principal.ts). */
  tags: readonly string[]
  outcome: Outcome
}

export type SignReceipt = (revoked: Revoked) => Promise<string>

/**
 * Signs what a request revoked, and who has let go of it. `issuer` is PUBLIC_URL. There is no audience and no subject:
 * a receipt is for everybody who is shown it, and gives nobody a right.
 */
export function createSignReceipt(keys: Pick<SigningKeys, 'current'>, issuer: string): SignReceipt {
  return async ({ operation, requestId, accountId, tags, outcome }) => {
    const { kid, alg, privateKey } = await keys.current()
    const { confirmed, by, holders, tookMs, committedAt } = outcome
    return new SignJWT({
      operation,
      request_id: requestId,
      ...(accountId !== null && { account_id: accountId }),
      committed_on: new Date(committedAt).toISOString(),
      revoked: tags.filter((tag) => !isForeign(tag, accountId)).map(sha256),
      confirmed,
      ...(by !== undefined && { by: new Date(by).toISOString() }),
      took_ms: tookMs,
      holders,
    })
      .setProtectedHeader({ alg, typ: RECEIPT_TYPE, kid })
      .setIssuer(issuer)
      .setIssuedAt()
      .sign(privateKey)
  }
}

/**
 * A change of a user evicts them in their other accounts too. The ids of keys, sessions and users are random, so their
 * hashes tell nothing to whoever does not know them; those of accounts have ten digits, which can be tried.
 */
function isForeign(tag: string, accountId: string | null): boolean {
  const [account = ''] = tag.split('/')
  return /^\d+$/.test(account) && account !== accountId
}
