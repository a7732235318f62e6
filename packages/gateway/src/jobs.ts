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
import { tidyEmbedTokens } from './features/embedding/tidy.ts'
import type { Mesh } from './features/mesh/mesh.ts'
import { tidyFactors } from './features/mfa/tidy.ts'
import { tidySamples } from './features/operator/samples.ts'
import type { LatePayments } from './features/payment/late-payments.ts'
import type { Payments } from './features/payment/payments.ts'
import type { Images } from './features/profile-images/images.ts'
import { tidyAddressChanges } from './features/users/address/tidy.ts'
import type { Webhooks } from './features/webhooks/webhooks.ts'
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
  payments: Pick<Payments, 'tidyEvents' | 'withoutPlan'> | undefined
  latePayments: Pick<LatePayments, 'tell'>
  tidyDeletedAccounts: TidyDeletedAccounts
  signingKeys: SigningKeys
  webhooks: Pick<Webhooks, 'tidy'>
}

/**
 * All recurring jobs of the gateway, and how often they run. One gateway at a time runs a job; each may run at any time
 * and any number of times. The names are in the database: a released one must not change.
 */
export function recurringJobs(deps: Deps): RecurringJob[] {
  const { database, config, invalidation, claims, images, mailOwners, mesh, payments, signingKeys, webhooks } = deps
  // A refresh presents an access token that may have expired: its signing key must exist for as long as a refresh can
  // come.
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
    // Deletes short-lived rows that have expired: links, codes, challenges, counters, answers stored for retries, and
    // the metrics over time.
    {
      name: 'expired-tokens',
      everyMs: 10 * MINUTE_MS,
      run: (now) =>
        database.transaction(async (tx) => {
          await tidyAccounts(tx, now)
          await tidyChallenges(tx, now)
          await tidyEmbedTokens(tx, now)
          await tidyFactors(tx, now)
          await tidyAddressChanges(tx, now)
          await tidyCounters(tx, now)
          await tidyAnswers(tx, now)
          await tidySamples(tx, now)
        }),
    },
    // Deletes profile images whose upload was never completed.
    { name: 'abandoned-images', everyMs: 10 * MINUTE_MS, run: images.tidy },
    // Moves streams that clients have created outside the desired placement of their account.
    { name: 'mesh-nodes', everyMs: 5 * MINUTE_MS, run: mesh.checkStreams },
    // Mails the owners of API keys that will expire soon.
    { name: 'expiry-notices', everyMs: HOUR_MS, run: (now) => sendExpiryNotices({ database, mailOwners }, now) },
    // Deletes the days and networks of uses of keys that are long past.
    { name: 'old-key-uses', everyMs: HOUR_MS, run: (now) => tidyKeyUses(database, now) },
    // Deletes sessions whose expiry is more than 30 days ago.
    { name: 'old-sessions', everyMs: HOUR_MS, run: (now) => tidySessions(database, now) },
    // Purges the streams of deleted accounts, and later erases what is left of them.
    { name: 'deleted-accounts', everyMs: HOUR_MS, run: deps.tidyDeletedAccounts },
    // Deletes signing keys once none of their tokens can be used any more.
    { name: 'old-signing-keys', everyMs: HOUR_MS, run: () => signingKeys.retire(longestUseMs) },
    // Deletes audit events that are older than AUDIT_RETENTION_DAYS.
    {
      name: 'old-audit-events',
      everyMs: HOUR_MS,
      run: async (now) => {
        await deleteOldEvents(database, config.auditRetentionDays, now)
      },
    },
    // Deletes the attempts to deliver webhooks that are older than a week.
    { name: 'old-webhook-deliveries', everyMs: HOUR_MS, run: webhooks.tidy },
    // Mails those who may pay when keys are refused because a payment is overdue.
    { name: 'overdue-payments', everyMs: 10 * MINUTE_MS, run: deps.latePayments.tell },
    // Deletes the ids of Stripe's events once Stripe does not deliver them again.
    ...(payments ? [{ name: 'old-payment-events', everyMs: HOUR_MS, run: payments.tidyEvents }] : []),
    // Limits the keys of accounts without a plan as the free plan does.
    ...(payments ? [{ name: 'accounts-without-plan', everyMs: 10 * MINUTE_MS, run: payments.withoutPlan.follow }] : []),
  ]
}
