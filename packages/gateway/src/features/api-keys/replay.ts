import type { Principal } from '../../access/principal.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isLiveKey } from './store.ts'

/**
 * Throws `replayed_key_is_gone` unless the key of a kept answer still opens something: whoever sends a request again
 * would otherwise go on with a dead key. The caller is who made it, so that this tells them nothing of others.
 */
export type RefuseGoneReplay = (principal: Principal, keyId: string) => Promise<void>

export function createRefuseGoneReplay(database: Database): RefuseGoneReplay {
  return async ({ accountId }, keyId) => {
    if (!(await isLiveKey(database.read, accountId, keyId, Date.now()))) throw new Refusal('replayed_key_is_gone')
  }
}
