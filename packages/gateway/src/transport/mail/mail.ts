import path from 'node:path'
import type { Branding } from '../../platform/branding/branding.ts'
import type { Config } from '../../platform/config/config.ts'
import type { Log } from '../../platform/log.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import { createAnonymousMails } from './anonymous-mails.ts'
import { openDelivery } from './delivery.ts'
import { createSendMail, deliverMails, type Renewals } from './work.ts'

type Deps = {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir' | 'publicUrl'>
  branding: Branding | undefined
  outbox: Outbox
  throttle: Throttle
  hashKey: Buffer
  log: Log
}

/** Puts the module together: mails are queued in the transaction that asks for them, and delivered after it. */
export function openMail({ config, branding, outbox, throttle, hashKey, log }: Deps) {
  const { smtpUrl, mailFrom, publicUrl } = config
  const delivery = openDelivery({ smtpUrl, mailFrom, directory: path.join(config.dataDir, 'mail'), log })
  return {
    sendMail: createSendMail(outbox),
    anonymousMails: createAnonymousMails(throttle, hashKey),
    handler: (renewals: Renewals) => deliverMails(delivery, { publicUrl, branding, renewals, log }),
    close: () => delivery.close(),
  }
}
