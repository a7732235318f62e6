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
import type { Mesh } from './features/mesh/mesh.ts'
import { tidyFactors } from './features/mfa/tidy.ts'
import type { Payments } from './features/payment/payments.ts'
import type { Images } from './features/profile-images/images.ts'
import { tidyAddressChanges } from './features/users/address/tidy.ts'
import type { Config } from './platform/config/config.ts'
import type { Database } from './platform/database/database.ts'
import { tidyAnswers } from './platform/idempotency/idempotent.ts'
import type { RecurringJob } from './platform/outbox/sweep.ts'
import { tidyCounters } from './platform/throttle/limiter.ts'
import type { ClaimsPush } from './transport/messaging/claims-push.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

type Deps = {
  database: Database
  config: Pick<Config, 'accessTokenTtlSeconds' | 'refreshTokenTtlSeconds' | 'auditRetentionDays'>
  invalidation: Invalidation
  claims: ClaimsPush
  images: Pick<Images, 'tidy'>
  mailOwners: MailOwners
  mesh: Pick<Mesh, 'checkStreams'>
  payments: Pick<Payments, 'tidyEvents'> | undefined
  tidyDeletedAccounts: TidyDeletedAccounts
  signingKeys: SigningKeys
}

/**
 * Everything that the gateway does again and again, and how often. One gateway at a time does a job; each can run at any
 * time and any number of times. The names are in the database: a released one stays.
 */
export function recurringJobs(deps: Deps): RecurringJob[] {
  const { database, config, invalidation, claims, images, mailOwners, mesh, payments, signingKeys } = deps
  // A refresh proves itself with an access token that may have expired: its key has to live as long as it can come.
  const longestUseMs = Math.max(config.accessTokenTtlSeconds, config.refreshTokenTtlSeconds) * 1000

  return [
    // Deletes the API keys that have expired, and mails their owners.
    {
      name: 'expired-api-keys',
      everyMs: MINUTE_MS,
      run: async (now) => {
        await purgeExpiredKeys({ database, invalidation, claims, mailOwners }, now)
      },
    },
    // Deletes what is short-lived: links, codes, challenges, counters, and answers that are kept for retries.
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
    // Removes profile images whose upload never came to its end.
    { name: 'abandoned-images', everyMs: 10 * MINUTE_MS, run: images.tidy },
    // Moves streams that clients have made elsewhere than their account wants them.
    { name: 'mesh-nodes', everyMs: 5 * MINUTE_MS, run: mesh.checkStreams },
    // Mails the owners of API keys that will expire soon.
    { name: 'expiry-notices', everyMs: HOUR_MS, run: (now) => sendExpiryNotices({ database, mailOwners }, now) },
    // Deletes on which days, and from where, keys were used long ago.
    { name: 'old-key-uses', everyMs: HOUR_MS, run: (now) => tidyKeyUses(database, now) },
    // Deletes sessions that have ended.
    { name: 'old-sessions', everyMs: HOUR_MS, run: (now) => tidySessions(database, now) },
    // Purges the streams of deleted accounts, and later erases what is left of them.
    { name: 'deleted-accounts', everyMs: HOUR_MS, run: deps.tidyDeletedAccounts },
    // Deletes keys that signed access tokens, once no token of theirs can come any more.
    { name: 'old-signing-keys', everyMs: HOUR_MS, run: () => signingKeys.retire(longestUseMs) },
    // Deletes audit events that are older than AUDIT_RETENTION_DAYS.
    {
      name: 'old-audit-events',
      everyMs: HOUR_MS,
      run: async (now) => {
        await deleteOldEvents(database, config.auditRetentionDays, now)
      },
    },
    // Deletes which events of Stripe have come, once Stripe does not deliver them again.
    ...(payments ? [{ name: 'old-payment-events', everyMs: HOUR_MS, run: payments.tidyEvents }] : []),
  ]
}
