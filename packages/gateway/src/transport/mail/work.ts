import type { Tx } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, PermanentFailure, type WorkHandler } from '../../platform/outbox/worker.ts'
import { isServiceAccountAddress } from '../../platform/values/service-account-address.ts'
import type { openDelivery } from './delivery.ts'
import { DeliveryError } from './delivery-error.ts'
import { renderMail } from './render.ts'
import type { Mail } from './templates.ts'

const mailWork = defineWork<Mail>('mail')

/**
 * Sends a mail once `tx` has committed; a mail server that is away delays it and loses nothing. A service account has no
 * mailbox: what is meant for one goes to nobody, unless the module that sends it knows better (access/recipients.ts).
 */
export type SendMail = (tx: Tx, mail: Mail) => Promise<void>

export function createSendMail(outbox: Outbox): SendMail {
  return async (tx, mail) => {
    if (!isServiceAccountAddress(mail.to)) await outbox.enqueue(tx, mailWork, mail)
  }
}

/** A mail server that hangs takes a minute for each: revocations go through the same outbox. */
const AT_ONCE = 8

/** How often a mail is tried at least while its server is away: links live 15 minutes, and users wait for them. */
const EAGER_FOR_MS = 3_600_000
const EAGER_WAIT_MS = 60_000
const PATIENT_WAIT_MS = 15 * 60_000

/** A link or code that has less to live is of no use to who gets it. */
const LEAST_LIFE_MS = 2 * 60_000

/**
 * Lets the link of a mail live anew, if it is still what its reader needs; resolves with the mail as it is now. By
 * template: what has none is not sent when it is too late.
 */
export type Renewals = { [Name in Mail['template']]?: (mail: Mail & { template: Name }) => Promise<Mail | undefined> }

/**
 * Lets the outbox deliver mails. A refusal for good is given up and logged, all else is tried again. A mail whose link
 * would be dead on arrival, since the mail server was away, is renewed or not sent.
 */
export function deliverMails(
  delivery: ReturnType<typeof openDelivery>,
  { publicUrl, renewals, log }: { publicUrl: string; renewals: Renewals; log: Log },
): WorkHandler {
  async function inTime(mail: Mail): Promise<Mail | undefined> {
    if (!('expiresAt' in mail) || mail.expiresAt - Date.now() >= LEAST_LIFE_MS) return mail
    const renew = renewals[mail.template] as ((mail: Mail) => Promise<Mail | undefined>) | undefined
    return renew?.(mail)
  }

  return handlerFor(
    mailWork,
    async (asked, item) => {
      const mail = await inTime(asked)
      if (!mail) {
        log.warn({ template: asked.template, item: item.id }, 'a mail was not sent, because it is no longer needed')
        return
      }
      try {
        await delivery.deliver(renderMail(mail, { publicUrl }), item.id)
      } catch (error) {
        if (!(error instanceof DeliveryError && error.permanent)) throw error
        log.warn({ template: mail.template, item: item.id }, 'a mail server refused a mail; not trying again')
        throw new PermanentFailure(error.message)
      }
    },
    { atOnce: AT_ONCE, longestWaitMs: (ageMs) => (ageMs < EAGER_FOR_MS ? EAGER_WAIT_MS : PATIENT_WAIT_MS) },
  )
}
