import type { Origin } from '../audit/audit.ts'
import { sha256 } from '../crypto/hashing.ts'
import type { Database } from '../database/database.ts'
import type { AccessTokens } from './access-tokens.ts'
import { isWellFormedApiKey } from './api-key-format.ts'
import type { CredentialCache } from './cache.ts'
import type { DeletedKeyAlarm } from './deleted-key-alarm.ts'
import type { KeyUse } from './key-use.ts'
import type { Access } from './principal.ts'
import { findByApiKey, findBySession } from './store.ts'

export type Credential = { type: 'api_key' | 'access_token'; secret: string }

/** Where a credential is used from counts as a use of its key; without it the credential is only looked at. */
export type Authenticate = {
  /** The access of a credential that was seen lately, without I/O; undefined says nothing about the credential. */
  known(credential: Credential, address?: string): Access | undefined
  /** The access that a credential gives now, or undefined if it gives none. */
  lookUp(credential: Credential, origin?: Origin): Promise<Access | undefined>
}

/** Turns credentials into principals. Nothing here depends on how the credential travelled. */
export function createAuthenticate(
  database: Database,
  cache: CredentialCache,
  tokens: AccessTokens,
  keyUse: KeyUse,
  deletedKeyAlarm: DeletedKeyAlarm,
): Authenticate {
  function honoured(access: Access, address: string | undefined): Access {
    const { apiKeyId } = access.principal
    if (apiKeyId && address !== undefined) keyUse.touch(apiKeyId, address)
    return access
  }

  return {
    known({ type, secret }, address) {
      const access = cache.get(sha256(secret), Date.now())
      // A token that comes as a key is refused when it isn't cached, and so when it is.
      return access && isOfType(access, type) ? honoured(access, address) : undefined
    },
    async lookUp({ type, secret }, origin) {
      if (type === 'api_key' && !isWellFormedApiKey(secret)) return undefined
      const hash = sha256(secret)
      const named = type === 'access_token' ? await tokens.verify(secret) : undefined
      if (type === 'access_token' && !named) return undefined
      const fill = cache.beginFill()
      const now = Date.now()
      const access = named
        ? await findBySession(database.read, named.sessionId, named.tokenId, now)
        : await findByApiKey(database.read, hash, now)
      if (!access) {
        if (type === 'api_key' && origin) deletedKeyAlarm.suspect(hash, origin)
        return undefined
      }
      cache.set(hash, access, fill, Date.now())
      return honoured(access, origin?.ip)
    },
  }
}

function isOfType({ principal }: Access, type: Credential['type']): boolean {
  return (principal.credentialId === principal.apiKeyId) === (type === 'api_key')
}
