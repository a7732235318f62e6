import type { NodemailerError, SMTPPoolOptions, SMTPPoolSentMessageInfo, Transporter } from 'nodemailer'
import type { SmtpServer } from '../../platform/values/smtp-url.ts'
import { DeliveryError } from './delivery-error.ts'
import type { Message } from './message.ts'

/** Connecting, TLS and greeting each get this long. */
const STEP_TIMEOUT_MS = 10_000

type SmtpSender = { send(message: Message): Promise<void>; close(): Promise<void> }

type Transport = Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>

/**
 * Sends over pooled connections that close when idle. `timeoutMs` bounds a whole delivery, so that a server that sends
 * its replies slowly does not delay other mails. nodemailer is imported with the first mail: most starts never need it.
 */
export function smtpSender(server: SmtpServer, timeoutMs: number): SmtpSender {
  let opening: Promise<Transport> | undefined
  return {
    async send({ mail, from, messageId, date }) {
      opening ??= openTransport(server)
      const transport = await opening
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: mail.to },
          envelope: { from: from.address, to: mail.to },
          ...(mail.replyTo !== undefined && { replyTo: { name: '', address: mail.replyTo } }),
          subject: mail.subject,
          headers: { ...mail.headers },
          messageId,
          date,
          text: mail.text,
          html: mail.html,
          ...(mail.logo && { attachments: [inlineImage(mail.logo)] }),
          signal: AbortSignal.timeout(timeoutMs),
        })
      } catch (error) {
        throw asDeliveryError(error as NodemailerError)
      }
    },
    async close() {
      const transport = await opening
      transport?.close()
    },
  }
}

function inlineImage({ cid, png }: NonNullable<Message['mail']['logo']>) {
  const contentDisposition = 'inline' as const
  return { filename: 'logo.png', content: png, contentType: 'image/png', contentDisposition, cid }
}

async function openTransport(server: SmtpServer): Promise<Transport> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    ...server,
    pool: true,
    // One more try for a pooled connection that the server had closed; further retries are the outbox's.
    maxRequeues: 1,
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    dnsTimeout: STEP_TIMEOUT_MS,
    socketTimeout: 3 * STEP_TIMEOUT_MS,
    maxResponseSize: 64 * 1024,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // If an idle connection breaks, no mail is lost; without a listener, the event would end the process.
  transport.on('error', () => undefined)
  return transport
}

/**
 * A reply 5xx about this recipient or this message is permanent (RFC 5321, 4.2.1). A reply 5xx to our login or our
 * sender address is a problem that the operator can repair: those mails wait. The error has no `cause`, since the text
 * of that would quote the reply.
 */
function asDeliveryError(error: NodemailerError): DeliveryError {
  const { code = 'unknown error', command, responseCode, response = '', originalCode } = error
  const aboutTheMail = command === 'RCPT TO' || command === 'DATA'
  // 530: the server wants a login first (RFC 4954, 6).
  const permanent = error.permanent === true && aboutTheMail && responseCode !== 530
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  const status = [responseCode, enhanced].filter((part) => part !== undefined).join(' ')
  const where = [command, originalCode ?? code, status].filter((part) => part).join(', ')
  const what = status === '' ? 'the mail server could not be reached or did not answer' : 'the mail server refused'
  return new DeliveryError(`${what} (${where})`, { permanent })
}
