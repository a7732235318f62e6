import type { Authenticate } from '../../access/authenticate.ts'
import { limitsOfKey } from '../../access/key-ancestry.ts'
import { isUnpaidKey } from '../../access/unpaid.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Database } from '../../platform/database/database.ts'
import { findRefreshToken } from './session-store.ts'
import { chooseAccount } from './store.ts'

/**
 * validateToken: true only for an access or refresh token that would be honoured now: signature, expiry, session,
 * key, membership and account. It does not extend the session. An API key is not a token and gives false.
 */
export type ValidateToken = (token: string) => Promise<boolean>

export function createValidateToken(authenticate: Authenticate, database: Database): ValidateToken {
  return async (token) => {
    const credential = { type: 'access_token' as const, secret: token }
    if (isJwt(token)) {
      const access = await authenticate.find(credential)
      // An embedded session is of no worth to other services.
      return access !== undefined && !access.principal.embed && !isUnpaidKey(access.principal, Date.now())
    }
    const now = Date.now()
    const found = await findRefreshToken(database.read, sha256(token), now)
    if (!found || found.usedAt !== null || found.endedAt !== null) return false
    if (found.tokenExpiresAt <= now || found.sessionExpiresAt <= now) return false
    const { accountId, apiKeyId } = found
    if (apiKeyId !== null && (await limitsOfKey(database, accountId, apiKeyId)) === undefined) return false
    const chosen = await chooseAccount(database.read, found.userId, found.accountName)
    return chosen?.account.id === accountId
  }
}

/** Three base64url segments joined by dots; a refresh token has no dot. */
function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)
}
