import type { Config } from '../../platform/config/config.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { createOpenLine } from '../../platform/outbound/guarded-post.ts'
import { traceLines } from '../../platform/outbound/traced-post.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { Tracing } from '../../platform/tracing/tracing.ts'
import { createNetworks } from '../../platform/values/ip-networks.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { createDeliver } from './deliver.ts'
import { countFailing, countRetries, deleteOld, findDue, readBound, settlingOf } from './delivery-store.ts'
import { createManageWebhooks, type ManageWebhooks } from './manage.ts'
import { type CountWaiting, createWebhookMetrics, type WebhookMetrics } from './metrics.ts'
import { createRunner, MOST_FOUND, POLL_MS, type Runner } from './runner.ts'
import { createOpenSecrets } from './secrets.ts'
import { createSendNow, type SendNow } from './send-now.ts'

/** How long an attempt is kept. */
const KEPT_MS = 7 * 86_400_000

export type Webhooks = {
  manage: ManageWebhooks
  sendNow: SendNow
  runner: Runner
  tidy(now: number): Promise<void>
  metrics: WebhookMetrics['all']
}

/** What tests shorten: how often is looked for events, and how old these must be. */
export type WebhookPace = { pollMs: number; settlingMs: number }

type Deps = {
  database: Database
  sealer: Sealer
  log: Log
  throttle: Pick<Throttle, 'limiter'>
  sendMail: SendMail
  config: Pick<Config, 'webhookAllowNetworks' | 'webhookCaFile'>
  webhookPace?: WebhookPace | undefined
  tracing: Tracing | undefined
}

/** Audit events of an account, delivered to servers that its administrators name (docs/webhooks.md). */
export function createWebhooks(deps: Deps): Webhooks {
  const { database, sealer, log, throttle, sendMail, config, tracing } = deps
  const { pollMs, settlingMs } = deps.webhookPace ?? { pollMs: POLL_MS, settlingMs: settlingOf(database) }
  const { webhookAllowNetworks: networks, webhookCaFile: caFile } = config
  const openLine = traceLines(createOpenLine({ allowed: networks, caFile }))
  const openSecrets = createOpenSecrets(sealer)
  const noticesPerAccount = throttle.limiter('webhook-notice')
  const metrics = createWebhookMetrics(createCountWaiting(database, settlingMs), log)
  const delivering = { database, openLine, openSecrets, sendMail, noticesPerAccount, metrics, settlingMs }
  return {
    manage: createManageWebhooks({ database, sealer, openSecrets, allowed: createNetworks(networks) }),
    sendNow: createSendNow({
      ...{ database, openLine, openSecrets, metrics },
      sendsPerAccount: throttle.limiter('webhook-sends'),
    }),
    runner: createRunner({ ...{ database, log, tracing, pollMs, settlingMs }, deliver: createDeliver(delivering) }),
    tidy: (now) => deleteOld(database, now - KEPT_MS, now),
    metrics: metrics.all,
  }
}

function createCountWaiting(database: Database, settlingMs: number): CountWaiting {
  const db = database.read
  return {
    async webhooks() {
      const now = Date.now()
      const due = await findDue(db, { now, bound: await readBound(database, now, settlingMs), limit: MOST_FOUND })
      return { due: due.length, failing: await countFailing(db) }
    },
    setAside: () => countRetries(db),
  }
}
