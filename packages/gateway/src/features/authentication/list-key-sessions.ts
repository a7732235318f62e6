import type { Database } from '../../platform/database/database.ts'
import { describeClient } from './client-name.ts'
import { listLiveSessionsOfKeys } from './session-list-store.ts'

/** A session that was made from a key; it names nothing with which the session could be used or revoked. */
export type KeySession = { apiKeyId: string; createdAt: number; ip: string; agent: string }

/** The latest live sessions that were made from these keys of an account, newest first. */
export type ListKeySessions = (accountId: string, keyIds: readonly string[]) => Promise<KeySession[]>

export function createListKeySessions(database: Database): ListKeySessions {
  return async (accountId, keyIds) => {
    const sessions = await listLiveSessionsOfKeys(database.read, accountId, keyIds, Date.now())
    return sessions.map(({ userAgent, ...session }) => ({ ...session, agent: describeClient(userAgent).browser }))
  }
}
