import type { Branding } from '../../platform/branding/branding.ts'
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
 * Sends a mail once `tx` has committed; if the mail server is away, the mail is delayed, not lost. A service account
 * has no mailbox: a mail to its address is dropped, unless the sending module chooses other recipients
 * (access/recipients.ts).
 */
export type SendMail = (tx: Tx, mail: Mail) => Promise<void>

export function createSendMail(outbox: Outbox): SendMail {
  return async (tx, mail) => {
    if (!isServiceAccountAddress(mail.to)) await outbox.enqueue(tx, mailWork, mail)
  }
}

/**
 * How many mails are sent at the same time. If a mail server hangs, each mail takes a minute, and revocations go
 * through the same outbox.
 */
const AT_ONCE = 8

/**
 * While the mail server is away, a mail is tried at least once a minute in its first hour, since links are valid for 15
 * minutes and users wait for them; later, at least every 15 minutes.
 */
const EAGER_FOR_MS = 3_600_000
const EAGER_WAIT_MS = 60_000
const PATIENT_WAIT_MS = 15 * 60_000

/** A link or code that is valid for less time than this is of no use to its reader. */
const LEAST_LIFE_MS = 2 * 60_000

/**
 * Renews the link of a mail, if its reader still needs it; resolves with the renewed mail. There is one function per
 * template: a mail whose template has none is not sent once its link is too old.
 */
export type Renewals = { [Name in Mail['template']]?: (mail: Mail & { template: Name }) => Promise<Mail | undefined> }

type Rendering = { publicUrl: string; branding: Branding | undefined; renewals: Renewals; log: Log }

/**
 * Lets the outbox deliver mails. A mail that the server refuses for good is logged and given up; after any other
 * failure, it is tried again. If the mail server was away so long that the link of a mail would arrive expired, the
 * mail is renewed or not sent.
 */
export function deliverMails(
  delivery: ReturnType<typeof openDelivery>,
  { publicUrl, branding, renewals, log }: Rendering,
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
        await delivery.deliver(renderMail(mail, { publicUrl, branding }), item.id)
      } catch (error) {
        if (!(error instanceof DeliveryError && error.permanent)) throw error
        log.warn({ template: mail.template, item: item.id }, 'a mail server refused a mail; not trying again')
        throw new PermanentFailure(error.message)
      }
    },
    { atOnce: AT_ONCE, longestWaitMs: (ageMs) => (ageMs < EAGER_FOR_MS ? EAGER_WAIT_MS : PATIENT_WAIT_MS) },
  )
}
