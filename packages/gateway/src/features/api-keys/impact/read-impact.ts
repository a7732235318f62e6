import { countInvitationsBy } from '../../../access/directory/pending-memberships.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { KeySession, ListKeySessions } from '../../authentication/list-key-sessions.ts'
import type { FoundApiKey } from '../find-key.ts'
import { listOwnSuccessors } from '../rotation-store.ts'
import { type ApiKeyRow, findApiKey, listDescendants } from '../store.ts'
import type { DayOfUse } from '../use/read-usage.ts'
import type { CountOnBus } from './bus-connections.ts'
import { judge, LOOK_BACK_DAYS, type Verdict } from './judge.ts'

/** What a deletion of a key would end, and whether somebody would miss it. */
export type Impact = {
  verdict: Verdict
  reason: string
  days: DayOfUse[]
  /** Of the key and of the keys that would be deleted with it. */
  sessions: KeySession[]
  /** The keys that it issued, and the successors that it made by rotating itself: deleteApiKey deletes them too. */
  alsoDeleted: (ApiKeyRow & { because: 'issued' | 'rotated' })[]
  /** Connections to the message bus; null where there is none, or it did not say. */
  connections: number | null
  successor: ApiKeyRow | undefined
  /** How many pending invitations would be revoked. */
  invitations: number
}

export type ReadImpact = (accountId: string, key: FoundApiKey) => Promise<Impact>

type Deps = {
  database: Database
  readUsage: (keyId: string, lastDays?: number) => Promise<DayOfUse[]>
  listKeySessions: ListKeySessions
  countOnBus: CountOnBus
}

/** getApiKeyImpact. Uses of the last 10 to 50 seconds may be missing, as in getApiKeyUsage. */
export function createReadImpact({ database, readUsage, listKeySessions, countOnBus }: Deps): ReadImpact {
  const db = database.read

  /** The same keys as those that revokeKey revokes, without those that have expired. */
  async function listAlsoDeleted(accountId: string, key: FoundApiKey, now: number): Promise<Impact['alsoDeleted']> {
    const successors = await listOwnSuccessors(db, accountId, key.id)
    const issued = await listDescendants({ db }, accountId, key.userId, key.id, ...successors)
    const rotated = await Promise.all(successors.map((id) => findApiKey(db, accountId, { id }, now)))
    return [
      ...rotated.flatMap((row) => (row ? [{ ...row, because: 'rotated' as const }] : [])),
      ...issued.filter((row) => row.expiresAt > now).map((row) => ({ ...row, because: 'issued' as const })),
    ]
  }

  return async (accountId, key) => {
    const now = Date.now()
    const alsoDeleted = await listAlsoDeleted(accountId, key, now)
    const ids = [key.id, ...alsoDeleted.map(({ id }) => id)]
    const { replacedBy } = key
    const [days, sessions, connections, successor, invitations] = await Promise.all([
      readUsage(key.id, LOOK_BACK_DAYS),
      listKeySessions(accountId, ids),
      countOnBus(accountId, ids),
      replacedBy === null ? undefined : findApiKey(db, accountId, { id: replacedBy }, now),
      countInvitationsBy(db, accountId, ids),
    ])
    const staying = successor && !ids.includes(successor.id) ? successor : undefined
    return {
      ...judge({ now, key, alsoDeleted, connections, successor: staying }),
      days,
      sessions,
      alsoDeleted,
      connections: connections === 'no bus' ? null : connections,
      successor,
      invitations,
    }
  }
}
