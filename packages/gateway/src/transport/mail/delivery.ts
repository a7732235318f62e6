import { type Described, inSpan } from '../../platform/tracing/span.ts'
import { isMailAddress, parseMailbox } from '../../platform/values/mail-address.ts'
import { parseSmtpUrl, type SmtpServer } from '../../platform/values/smtp-url.ts'
import { DeliveryError } from './delivery-error.ts'
import { writeMail } from './files.ts'
import type { Message } from './message.ts'
import type { RenderedMail } from './render.ts'
import { smtpSender } from './smtp.ts'

export type Delivery = {
  /**
   * Hands one mail over, to the SMTP server or into a file. `itemId` is the id of the outbox item: the Message-ID is
   * made of it, so a mail that is sent twice can be recognised as the same one (an outbox delivers at least once, not
   * exactly once). Rejects with a DeliveryError.
   */
  deliver(mail: RenderedMail, itemId: string): Promise<void>
  /** Closes the SMTP connections; deliveries under way are finished first. */
  close(): Promise<void>
}

/** Neither the recipient nor the subject: a mail names people. */
function describe(template: string, server: SmtpServer | undefined): Described {
  const attributes = { 'quiva.mail.template': template, 'server.address': server?.host, 'server.port': server?.port }
  return { kind: 'client', attributes }
}

/** The part of a pino logger that is used here. */
type DeliveryLog = { info(fields: Record<string, unknown>, message: string): void }

type DeliveryOptions = {
  /** SMTP_URL; without it mails become files. */
  smtpUrl?: string | undefined
  /** MAIL_FROM: an address, or `Name <address>`. */
  mailFrom: string
  /** Where the files go, DATA_DIR/mail. */
  directory: string
  log: DeliveryLog
  /** Bound for one delivery by SMTP, in milliseconds; 60,000 by default. */
  timeoutMs?: number
}

/**
 * Prepares the delivery of mails; touches neither network nor disk before the first mail. Throws an Error for a bad
 * `smtpUrl` or `mailFrom`. The log learns which file or Message-ID, never the content or the recipient.
 */
export function openDelivery({ smtpUrl, mailFrom, directory, log, timeoutMs = 60_000 }: DeliveryOptions): Delivery {
  const from = parseMailbox(mailFrom)
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  const server = smtpUrl === undefined ? undefined : parseSmtpUrl(smtpUrl)
  const smtp = server && smtpSender(server, timeoutMs)
  return {
    async deliver(mail, itemId) {
      if (!/^[\w-]{1,100}$/.test(itemId)) throw new TypeError('itemId: expected letters, digits, hyphen or underscore')
      if (!isMailAddress(mail.to)) {
        throw new DeliveryError('the recipient is not an address that mail can be sent to', { permanent: true })
      }
      const message: Message = { mail, from, messageId: `<${itemId}@${domain}>`, date: new Date() }
      const { template } = mail
      if (smtp) {
        await inSpan(
          'send mail',
          () => describe(template, server),
          () => smtp.send(message),
        )
        log.info({ template, message_id: message.messageId }, 'mail sent')
      } else {
        log.info({ template, file: await writeMail(directory, itemId, message) }, 'mail written to a file')
      }
    },
    close: async () => smtp?.close(),
  }
}
