import type { Invalidation } from '../access/invalidation.ts'
import { deleteExpiredMailedTokens } from '../accounts/confirmation-store.ts'
import { deleteExpiredHolds } from '../accounts/store.ts'
import { sweepExpiredKeys } from '../api-keys/expire.ts'
import { deleteOldEvents } from '../audit/retention.ts'
import { deleteOldSessions } from '../authentication/session-store.ts'
import { deleteExpiredChallenges } from '../authentication/store.ts'
import type { Database } from '../database/database.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'
import { deleteExpiredCounters } from '../throttle/store.ts'
import type { RecurringJob } from './sweep.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SESSION_BATCH = 500
/** How long an ended session still says from where its owner signs in (Decision 7). */
const KNOWN_PLACES_MS = 30 * 24 * HOUR_MS

type Parts = { database: Database; invalidation: Invalidation; claims: ClaimsPush; auditRetentionDays: number }

/** What has to be tidied up, and how often. Each job can run at any time and any number of times. */
export function maintenanceJobs({ database, invalidation, claims, auditRetentionDays }: Parts): RecurringJob[] {
  return [
    {
      name: 'expired-api-keys',
      everyMs: MINUTE_MS,
      run: async (now) => {
        await sweepExpiredKeys({ database, invalidation, claims }, now)
      },
    },
    {
      name: 'expired-tokens',
      everyMs: 10 * MINUTE_MS,
      run: (now) =>
        database.transaction(async (tx) => {
          await deleteExpiredMailedTokens(tx, now)
          await deleteExpiredChallenges(tx, now)
          await deleteExpiredHolds(tx, now)
          await deleteExpiredCounters(tx, now)
        }),
    },
    {
      name: 'old-sessions',
      everyMs: HOUR_MS,
      run: async (now) => {
        const batch = () => database.transaction((tx) => deleteOldSessions(tx, now - KNOWN_PLACES_MS, SESSION_BATCH))
        while ((await batch()) === SESSION_BATCH);
      },
    },
    {
      name: 'old-audit-events',
      everyMs: HOUR_MS,
      run: async (now) => {
        await deleteOldEvents(database, auditRetentionDays, now)
      },
    },
  ]
}
