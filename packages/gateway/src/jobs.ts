import type { Invalidation } from './access/invalidation.ts'
import type { SigningKeys } from './access/signing-keys.ts'
import type { TidyDeletedAccounts } from './features/accounts/deleted-accounts.ts'
import { tidyAccounts } from './features/accounts/tidy.ts'
import { sendExpiryNotices } from './features/api-keys/expiry-notices.ts'
import type { MailOwners } from './features/api-keys/mail-owners.ts'
import { purgeExpiredKeys } from './features/api-keys/purge-expired.ts'
import { tidyKeyUses } from './features/api-keys/use/key-use.ts'
import { deleteOldEvents } from './features/audit/retention.ts'
import { tidyChallenges, tidySessions } from './features/authentication/tidy.ts'
import { tidyFactors } from './features/mfa/tidy.ts'
import type { Images } from './features/profile-images/images.ts'
import { tidyAddressChanges } from './features/users/address/tidy.ts'
import type { Database } from './platform/database/database.ts'
import { tidyAnswers } from './platform/idempotency/idempotent.ts'
import type { RecurringJob } from './platform/outbox/sweep.ts'
import { tidyCounters } from './platform/throttle/limiter.ts'
import type { ClaimsPush } from './transport/messaging/claims-push.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

type Deps = {
  database: Database
  invalidation: Invalidation
  claims: ClaimsPush
  images: Pick<Images, 'tidy'>
  mailOwners: MailOwners
  auditRetentionDays: number
  tidyDeletedAccounts: TidyDeletedAccounts
  signingKeys: SigningKeys
  longestUseMs: number
}

/** What has to be tidied up, and how often. Each job can run at any time and any number of times. */
export function maintenanceJobs({
  database,
  invalidation,
  claims,
  images,
  mailOwners,
  auditRetentionDays,
  tidyDeletedAccounts,
  signingKeys,
  longestUseMs,
}: Deps): RecurringJob[] {
  return [
    {
      name: 'expired-api-keys',
      everyMs: MINUTE_MS,
      run: async (now) => {
        await purgeExpiredKeys({ database, invalidation, claims, mailOwners }, now)
      },
    },
    {
      name: 'expired-tokens',
      everyMs: 10 * MINUTE_MS,
      run: (now) =>
        database.transaction(async (tx) => {
          await tidyAccounts(tx, now)
          await tidyChallenges(tx, now)
          await tidyFactors(tx, now)
          await tidyAddressChanges(tx, now)
          await tidyCounters(tx, now)
          await tidyAnswers(tx, now)
        }),
    },
    {
      name: 'abandoned-images',
      everyMs: 10 * MINUTE_MS,
      run: images.tidy,
    },
    {
      name: 'expiry-notices',
      everyMs: HOUR_MS,
      run: (now) => sendExpiryNotices({ database, mailOwners }, now),
    },
    {
      name: 'old-key-uses',
      everyMs: HOUR_MS,
      run: (now) => tidyKeyUses(database, now),
    },
    {
      name: 'old-sessions',
      everyMs: HOUR_MS,
      run: (now) => tidySessions(database, now),
    },
    {
      name: 'deleted-accounts',
      everyMs: HOUR_MS,
      run: tidyDeletedAccounts,
    },
    {
      name: 'old-signing-keys',
      everyMs: HOUR_MS,
      run: () => signingKeys.retire(longestUseMs),
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
