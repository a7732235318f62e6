import type { Tx } from '../database/database.ts'
import type { Log } from '../log.ts'
import { defineWork, type Outbox } from '../outbox/outbox.ts'
import { PermanentFailure, type Worker } from '../outbox/worker.ts'
import { isMachineAddress } from '../users/machine-address.ts'
import type { openDelivery } from './delivery.ts'
import { DeliveryError } from './delivery-error.ts'
import { renderMail } from './render.ts'
import type { Mail } from './templates.ts'

const mailWork = defineWork<Mail>('mail')

/**
 * Sends a mail once `tx` has committed; a mail server that is away delays it and loses nothing. A machine member has no
 * mailbox: what is meant for one goes to nobody, unless the room that sends it knows better (users/recipients.ts).
 */
export type SendMail = (tx: Tx, mail: Mail) => Promise<void>

export function createSendMail(outbox: Outbox): SendMail {
  return async (tx, mail) => {
    if (!isMachineAddress(mail.to)) await outbox.enqueue(tx, mailWork, mail)
  }
}

/** A mail server that hangs takes a minute for each: revocations go through the same outbox. */
const AT_ONCE = 8

/** Lets the outbox deliver mails. A refusal for good is given up and logged, all else is tried again. */
export function deliverMails(
  worker: Worker,
  delivery: ReturnType<typeof openDelivery>,
  publicUrl: string,
  log: Log,
): void {
  worker.handle(
    mailWork,
    async (mail, item) => {
      try {
        await delivery.deliver(renderMail(mail, { publicUrl }), item.id)
      } catch (error) {
        if (!(error instanceof DeliveryError && error.permanent)) throw error
        log.warn({ template: mail.template, item: item.id }, 'a mail was refused for good')
        throw new PermanentFailure(error.message)
      }
    },
    { atOnce: AT_ONCE },
  )
}
