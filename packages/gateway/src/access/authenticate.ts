import type { Origin } from '../platform/audit/audit.ts'
import { sha256 } from '../platform/crypto/hashing.ts'
import type { Database } from '../platform/database/database.ts'
import type { AccessTokens } from './access-tokens.ts'
import { isWellFormedApiKey } from './api-key-format.ts'
import type { CredentialCache } from './cache.ts'
import type { CredentialAccess } from './principal.ts'
import { findByApiKey, findByApiKeys, findBySession, findBySessions, type NamedSession } from './store.ts'

/** `keyId`: the id that the key must have, if the client names one. */
export type Credential = { type: 'api_key' | 'access_token'; secret: string; keyId?: string }

/** Three segments joined by dots are a token, anything else is a key. */
export function toCredential(secret: string): Credential {
  return { type: secret.split('.', 4).length === 3 ? 'access_token' : 'api_key', secret }
}

/** With an address or origin a look-up counts as a use of the key; without it, it is a look-up only. */
export type Authenticate = {
  /**
   * The access of a credential that was looked up recently, without I/O; undefined says nothing about the credential.
   */
  known(credential: Credential, address?: string): CredentialAccess | undefined
  /** Whether `known` would return this access of the credential again: nothing has changed, as far as the cache knows. */
  isCurrent(credential: Credential, access: CredentialAccess): boolean
  /** The access that a credential gives now; undefined if it gives none. */
  lookUp(credential: Credential, origin?: Origin): Promise<CredentialAccess | undefined>
  /** `known`, or else `lookUp`. */
  find(credential: Credential, origin?: Origin): Promise<CredentialAccess | undefined>
  /**
   * The same for many credentials, in their order, but only of one account. A credential of another account is looked
   * up in the same way as an unknown one, whether it is cached or not: neither the answer nor its duration tells them
   * apart. Each one found counts as a use of its key, from an unknown address.
   */
  lookUpWithin(accountId: string, credentials: readonly Credential[]): Promise<(CredentialAccess | undefined)[]>
}

/** Is told of every use of a key, and of refused keys. Both functions must return at once: a request waits for them. */
export type KeyWatch = {
  touch(keyId: string, address?: string): void
  /** A well-formed key was refused. */
  suspect(keyHash: string, origin: Origin): void
}

/** Turns credentials into principals, however the client sent them. */
export function createAuthenticate(
  database: Database,
  cache: CredentialCache,
  tokens: AccessTokens,
  watch: KeyWatch,
): Authenticate {
  function honoured(access: CredentialAccess, address: string | undefined): CredentialAccess {
    const { apiKeyId } = access.principal
    if (apiKeyId && address !== undefined) watch.touch(apiKeyId, address)
    return access
  }

  function known(credential: Credential, address?: string): CredentialAccess | undefined {
    const access = cache.get(sha256(credential.secret), Date.now())
    // A token that is presented as a key is refused, whether it is cached or not.
    return access && isMeant(access, credential) ? honoured(access, address) : undefined
  }

  async function lookUp(credential: Credential, origin?: Origin): Promise<CredentialAccess | undefined> {
    const { type, secret } = credential
    if (type === 'api_key' && !isWellFormedApiKey(secret)) return undefined
    const hash = sha256(secret)
    const named = type === 'access_token' ? await tokens.verify(secret) : undefined
    if (type === 'access_token' && !named) return undefined
    const fill = cache.beginFill()
    const now = Date.now()
    const access = named ? await findBySession(database.read, named, now) : await findByApiKey(database.read, hash, now)
    if (!access) {
      if (type === 'api_key' && origin) watch.suspect(hash, origin)
      return undefined
    }
    cache.set(hash, access, fill, Date.now())
    return isMeant(access, credential) ? honoured(access, origin?.ip) : undefined
  }

  return {
    known,
    lookUp,
    find: async (credential, origin) => known(credential, origin?.ip) ?? (await lookUp(credential, origin)),
    isCurrent: (credential, access) => cache.get(sha256(credential.secret), Date.now()) === access,
    async lookUpWithin(accountId, credentials) {
      const fill = cache.beginFill()
      const now = Date.now()
      const asked = await Promise.all(
        credentials.map(async ({ type, secret }): Promise<Asked> => {
          const hash = sha256(secret)
          const cached = cache.get(hash, now)
          if (cached && cached.principal.accountId === accountId && isOfType(cached, type)) return { hash, cached }
          if (type === 'access_token') return { hash, session: await tokens.verify(secret) }
          return isWellFormedApiKey(secret) ? { hash, key: hash } : { hash }
        }),
      )
      const keys = asked.flatMap(({ key }) => key ?? [])
      const sessions = asked.flatMap(({ session }) => session ?? [])
      const byKey = keys.length > 0 ? await findByApiKeys(database.read, accountId, keys, now) : undefined
      const byToken = sessions.length > 0 ? await findBySessions(database.read, accountId, sessions, now) : undefined
      return asked.map(({ hash, cached, session }) => {
        const access = cached ?? byKey?.get(hash) ?? (session && ofSession(byToken, session))
        if (!access) return undefined
        if (!cached) cache.set(hash, access, fill, Date.now())
        // The credential was presented to another service, and only that service knows the client's address.
        if (access.principal.apiKeyId) watch.touch(access.principal.apiKeyId)
        return access
      })
    },
  }
}

/** A credential to look up: the access from the cache, or what to search for. */
type Asked = { hash: string; cached?: CredentialAccess; key?: string; session?: NamedSession | undefined }

/** The access found by the token's id; it counts only if it is the session that the token names. */
function ofSession(
  byToken: Map<string, CredentialAccess> | undefined,
  { sessionId, tokenHash }: NamedSession,
): CredentialAccess | undefined {
  const access = byToken?.get(tokenHash)
  return access?.principal.credentialId === sessionId ? access : undefined
}

function isMeant(access: CredentialAccess, { type, keyId }: Credential): boolean {
  return isOfType(access, type) && (keyId === undefined || access.principal.credentialId === keyId)
}

function isOfType({ principal }: CredentialAccess, type: Credential['type']): boolean {
  return (principal.credentialId === principal.apiKeyId) === (type === 'api_key')
}
