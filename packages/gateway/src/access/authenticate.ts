import type { Origin } from '../platform/audit/audit.ts'
import { sha256 } from '../platform/crypto/hashing.ts'
import type { Database } from '../platform/database/database.ts'
import type { AccessTokens } from './access-tokens.ts'
import { isWellFormedApiKey } from './api-key-format.ts'
import type { CredentialCache } from './cache.ts'
import type { ImportedKeys } from './imported-keys/imported-keys.ts'
import type { CredentialAccess, Resolved } from './principal.ts'
import { findByApiKey, findByApiKeys, findBySession, findBySessions, type NamedSession } from './store.ts'
import { isUnpaidKey } from './unpaid.ts'

/**
 * `keyId`: the id that the key must have, if the client names one. `account`: the account in whose name a service asks;
 * several accounts may have imported the same key.
 */
export type Credential = {
  type: 'api_key' | 'access_token'
  secret: string
  keyId?: string
  account?: string | undefined
}

/**
 * Three segments joined by dots are a token if the first is a JSON object in base64url, as in every JWT (RFC 7519, §7.1);
 * anything else is a key, since an imported one may have dots.
 */
export function toCredential(secret: string): Credential {
  const isToken = secret.startsWith('eyJ') && secret.split('.', 4).length === 3
  return { type: isToken ? 'access_token' : 'api_key', secret }
}

/** With an address or origin a look-up counts as a use of the key; without it, it is a look-up only. */
export type Authenticate = {
  /**
   * The access of a credential that was looked up recently, without I/O; undefined says nothing about the credential.
   */
  known(credential: Credential, address?: string): CredentialAccess | undefined
  /** Counts a use of the key behind an access that `known` has returned, if that was not told an address. */
  countUse(access: CredentialAccess, address: string): void
  /** Whether `known` would return this access of the credential again: nothing has changed, as far as the cache knows. */
  isCurrent(credential: Credential, access: CredentialAccess): boolean
  /** `known`, or else the access that the credential gives now, or why it gives none. */
  resolve(credential: Credential, origin?: Origin): Promise<Resolved>
  /** The access of `resolve`; undefined if there is none. */
  find(credential: Credential, origin?: Origin): Promise<CredentialAccess | undefined>
  /**
   * The same for many credentials, in their order, but only of one account. A credential of another account is looked
   * up in the same way as an unknown one, whether it is cached or not: neither the answer nor its duration tells them
   * apart. A key is found even if the payment of the account is overdue (access/unpaid.ts), for the caller to refuse. Each one found counts as a use of its key, from an
   * unknown address, unless `isUse` is false. An embedded session is not found: it is of no worth to other services.
   */
  lookUpWithin(
    accountId: string,
    credentials: readonly Credential[],
    isUse?: boolean,
  ): Promise<(CredentialAccess | undefined)[]>
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
  importedKeys: Pick<ImportedKeys, 'mayBe' | 'find' | 'namesWithin'>,
): Authenticate {
  function honoured(access: CredentialAccess, address: string | undefined): CredentialAccess {
    const { apiKeyId } = access.principal
    if (apiKeyId && address !== undefined) watch.touch(apiKeyId, address)
    return access
  }

  function known(credential: Credential, address?: string): CredentialAccess | undefined {
    const access = cached(sha256(credential.secret), credential, Date.now())
    // A token that is presented as a key is refused, whether it is cached or not.
    return access && isMeant(access, credential) ? honoured(access, address) : undefined
  }

  /** A key that the account asked for has imported has a place of its own, beside that of who imported it first. */
  function cached(hash: string, { type, account, secret }: Credential, now: number): CredentialAccess | undefined {
    const access = cache.get(hash, now)
    if (account === undefined || access?.principal.accountId === account) return access
    if (type !== 'api_key' || !importedKeys.mayBe(secret)) return access
    return cache.get(placeOf(hash, account), now)
  }

  /** A key that was imported twice, as SHA-256 and as HMAC, is honoured as long as one of the two is. */
  async function findFirstLive(names: readonly string[], now: number): Promise<Resolved> {
    let none: Resolved = UNAUTHORIZED
    for (const name of names) {
      const found = await findByApiKey(database.read, name, now)
      if (found.access) return found
      if (found.refusal === 'account_suspended') none = found
    }
    return none
  }

  async function lookUpImported(credential: Credential, origin?: Origin): Promise<Resolved> {
    const { secret, account } = credential
    if (!importedKeys.mayBe(secret)) return UNAUTHORIZED
    const fill = cache.beginFill()
    const imported = await importedKeys.find(secret, account)
    if (!imported) return UNAUTHORIZED
    const now = Date.now()
    const found = await findFirstLive(imported.names, now)
    const { access } = found
    if (!access) {
      const [name] = imported.names
      if (origin && name !== undefined) watch.suspect(name, origin)
      return found
    }
    const hash = sha256(secret)
    cache.set(imported.ofAccount ? placeOf(hash, access.principal.accountId) : hash, access, fill, Date.now())
    return isMeant(access, credential) ? { access: honoured(access, origin?.ip) } : UNAUTHORIZED
  }

  async function lookUp(credential: Credential, origin?: Origin): Promise<Resolved> {
    const { type, secret } = credential
    if (type === 'api_key' && !isWellFormedApiKey(secret)) return lookUpImported(credential, origin)
    const hash = sha256(secret)
    const named = type === 'access_token' ? await tokens.verify(secret) : undefined
    if (type === 'access_token' && !named) return UNAUTHORIZED
    const fill = cache.beginFill()
    const now = Date.now()
    const found = named ? await findBySession(database.read, named, now) : await findByApiKey(database.read, hash, now)
    const { access } = found
    if (!access) {
      if (type === 'api_key' && origin) watch.suspect(hash, origin)
      return found
    }
    cache.set(hash, access, fill, Date.now())
    return isMeant(access, credential) ? { access: honoured(access, origin?.ip) } : UNAUTHORIZED
  }

  async function resolve(credential: Credential, origin?: Origin): Promise<Resolved> {
    const access = known(credential, origin?.ip)
    return access ? { access } : lookUp(credential, origin)
  }

  return {
    known,
    countUse: honoured,
    resolve,
    find: async (credential, origin) => (await resolve(credential, origin)).access,
    isCurrent: (credential, access) => cached(sha256(credential.secret), credential, Date.now()) === access,
    async lookUpWithin(accountId, credentials, isUse = true) {
      const fill = cache.beginFill()
      const now = Date.now()
      const asked = await Promise.all(
        credentials.map(async (credential): Promise<Asked> => {
          const { type, secret } = credential
          const hash = sha256(secret)
          const known = cached(hash, { ...credential, account: accountId }, now)
          if (known && known.principal.accountId === accountId && isOfType(known, type)) return { place: hash, known }
          if (type === 'access_token') return { place: hash, session: await tokens.verify(secret) }
          if (isWellFormedApiKey(secret)) return { place: hash, names: [hash] }
          return importedKeys.mayBe(secret) ? { place: placeOf(hash, accountId), foreign: secret } : { place: hash }
        }),
      )
      if (asked.some(({ foreign }) => foreign !== undefined)) {
        const namesOf = await importedKeys.namesWithin(accountId)
        for (const one of asked) if (one.foreign !== undefined) one.names = namesOf(one.foreign)
      }
      const keys = asked.flatMap(({ names = [] }) => names)
      const sessions = asked.flatMap(({ session }) => session ?? [])
      const byKey = keys.length > 0 ? await findByApiKeys(database.read, accountId, keys, now) : undefined
      const byToken = sessions.length > 0 ? await findBySessions(database.read, accountId, sessions, now) : undefined
      return asked.map(({ place, known, names, session }) => {
        const found = firstOf(names?.flatMap((name) => byKey?.get(name) ?? []))
        const access = known ?? found ?? (session && ofSession(byToken, session))
        if (!access) return undefined
        if (!known) cache.set(place, access, fill, Date.now())
        if (access.principal.embed) return undefined
        // The credential was presented to another service, and only that service knows the client's address.
        if (isUse && access.principal.apiKeyId && !isUnpaidKey(access.principal, now))
          watch.touch(access.principal.apiKeyId)
        return access
      })
    },
  }
}

const UNAUTHORIZED: Resolved = { refusal: 'unauthorized' }

/**
 * A credential to look up: its place in the cache, and the access from there, or what to search for: a key that may be
 * imported, the names under which a key may be stored, or a session.
 */
type Asked = {
  place: string
  known?: CredentialAccess
  foreign?: string
  names?: string[]
  session?: NamedSession | undefined
}

/** Where the cache keeps a key that was looked up among those that the account has imported. */
function placeOf(hash: string, accountId: string): string {
  return `${hash}@${accountId}`
}

/** Of a key that was imported twice the first import, as elsewhere. */
function firstOf(found: readonly CredentialAccess[] | undefined): CredentialAccess | undefined {
  return found?.reduce<CredentialAccess | undefined>(
    (first, one) => (first && first.principal.credentialId < one.principal.credentialId ? first : one),
    undefined,
  )
}

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
