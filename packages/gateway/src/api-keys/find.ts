import { isWellFormedApiKey } from '../access/api-key-format.ts'
import type { Principal } from '../access/principal.ts'
import { sha256 } from '../crypto/hashing.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { type ApiKeyRow, findApiKey } from './store.ts'

/** Selects a key by id or in full. */
export type KeySelector = { id: string } | { key: string }

export type FoundApiKey = ApiKeyRow & { target: 'self' | 'member' | 'root' }

/**
 * The live key of the caller's account, among everybody's or only `ownerId`'s. Throws `unknown_api_key` for whatever else
 * it is: deleted, expired, of another account, of an owner out of reach.
 */
export type FindKey = (principal: Principal, selector: KeySelector, ownerId: string | undefined) => Promise<FoundApiKey>

export function createFindKey(database: Database): FindKey {
  return async (principal, selector, ownerId) => {
    const by = 'id' in selector ? selector : { keyHash: sha256(selector.key) }
    const possible = 'id' in selector || isWellFormedApiKey(selector.key)
    const key = possible ? await findApiKey(database.read, principal.accountId, by, Date.now(), ownerId) : undefined
    if (!key) throw new Refusal('unknown_api_key')
    const { ownerRole, ...row } = key
    const target = row.userId === principal.userId ? 'self' : ownerRole === 'root' ? 'root' : 'member'
    return { ...row, target }
  }
}
