import type { Database } from '../../platform/database/database.ts'
import { lockAccount } from '../../platform/database/locks.ts'
import type { RevokeSessions } from './revoke-sessions.ts'
import { accountsWithOpenSessions } from './session-store.ts'

type Deps = { database: Database; revokeSessions: RevokeSessions }

/**
 * Revokes the sessions of all users, account by account; returns how many. If it is interrupted, it can be run again.
 */
export async function revokeEverySession({ database, revokeSessions }: Deps, reason: string): Promise<number> {
  let total = 0
  for (const accountId of await accountsWithOpenSessions(database.read)) {
    total += await database.transaction(async (tx) => {
      await lockAccount(tx, accountId)
      return revokeSessions(tx, { accountId }, { actor: { kind: 'system' }, reason })
    })
  }
  return total
}
