import type { Config } from '../../platform/config/config.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { createOpenLine } from '../../platform/outbound/guarded-post.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import { createNetworks } from '../../platform/values/ip-networks.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { createDeliver } from './deliver.ts'
import { deleteOld } from './delivery-store.ts'
import { createManageWebhooks, type ManageWebhooks } from './manage.ts'
import { createRunner, type Runner } from './runner.ts'
import { createOpenSecrets } from './secrets.ts'
import { createSendNow, type SendNow } from './send-now.ts'

/** How long an attempt is kept. */
const KEPT_MS = 7 * 86_400_000

export type Webhooks = {
  manage: ManageWebhooks
  sendNow: SendNow
  runner: Runner
  tidy(now: number): Promise<void>
}

type Deps = {
  database: Database
  sealer: Sealer
  log: Log
  throttle: Pick<Throttle, 'limiter'>
  sendMail: SendMail
  config: Pick<Config, 'webhookAllowNetworks' | 'webhookCaFile'>
}

/** Audit events of an account, delivered to servers that its administrators name (docs/webhooks.md). */
export function createWebhooks({ database, sealer, log, throttle, sendMail, config }: Deps): Webhooks {
  const { webhookAllowNetworks: networks, webhookCaFile: caFile } = config
  const openLine = createOpenLine({ allowed: networks, caFile })
  const openSecrets = createOpenSecrets(sealer)
  const noticesPerAccount = throttle.limiter('webhook-notice')
  return {
    manage: createManageWebhooks({ database, sealer, openSecrets, allowed: createNetworks(networks) }),
    sendNow: createSendNow({
      ...{ database, openLine, openSecrets },
      sendsPerAccount: throttle.limiter('webhook-sends'),
    }),
    runner: createRunner({
      database,
      log,
      deliver: createDeliver({ database, openLine, openSecrets, sendMail, noticesPerAccount }),
    }),
    tidy: (now) => deleteOld(database, now - KEPT_MS, now),
  }
}
