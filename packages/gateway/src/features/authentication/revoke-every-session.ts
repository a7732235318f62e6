import type { Targets } from '../../access/targets.ts'
import type { Database } from '../../platform/database/database.ts'
import type { RevokeSessions } from './revoke-sessions.ts'
import { accountsWithOpenSessions } from './session-store.ts'

type Deps = { database: Database; targets: Pick<Targets, 'holdAccount'>; revokeSessions: RevokeSessions }

/** Revokes the sessions of all users, account by account; returns how many. It may be stopped and run again. */
export async function revokeEverySession({ database, targets, revokeSessions }: Deps, reason: string): Promise<number> {
  let total = 0
  for (const accountId of await accountsWithOpenSessions(database.read)) {
    total += await database.transaction(async (tx) => {
      await targets.holdAccount(tx, accountId)
      return revokeSessions(tx, { accountId }, { actor: { kind: 'system' }, reason })
    })
  }
  return total
}
