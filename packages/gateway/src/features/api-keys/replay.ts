import type { Principal } from '../../access/principal.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isLiveKey } from './store.ts'

/**
 * Throws `replayed_key_is_gone` unless the key in a stored answer is live: otherwise a client that repeats a request
 * would go on with a key that does not work. The caller issued the key, so this tells them nothing about others.
 */
export type RefuseGoneReplay = (principal: Principal, keyId: string) => Promise<void>

export function createRefuseGoneReplay(database: Database): RefuseGoneReplay {
  return async ({ accountId }, keyId) => {
    if (!(await isLiveKey(database.read, accountId, keyId, Date.now()))) throw new Refusal('replayed_key_is_gone')
  }
}
