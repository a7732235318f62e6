import { randomBytes } from 'node:crypto'
import type { Mailbox } from '../../platform/values/mail-address.ts'
import type { RenderedMail } from './render.ts'

/** A mail with everything a header needs; the caller has checked `to` and `from`. */
export type Message = { mail: RenderedMail; from: Mailbox; messageId: string; date: Date }

/**
 * The message as an .eml file: UTF-8 as it is (8bit, RFC 6532 for the sender's name) and bare line feeds, so that
 * `Link: …` stands in the file as one line that can be copied and grepped. nodemailer would write quoted-printable,
 * which breaks each link at column 76. Only for files: SMTP goes through nodemailer.
 */
export function asEml({ mail, from, messageId, date }: Message): string {
  const boundary = `quiva-${randomBytes(16).toString('hex')}`
  const headers: [string, string][] = [
    ['From', from.name === '' ? from.address : `"${from.name}" <${from.address}>`],
    ['To', mail.to],
    ...(mail.replyTo === undefined ? [] : [['Reply-To', mail.replyTo] satisfies [string, string]]),
    ['Subject', mail.subject],
    ['Message-ID', messageId],
    ['Date', date.toUTCString().replace('GMT', '+0000')],
    ...Object.entries(mail.headers),
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/alternative; boundary="${boundary}"`],
  ]
  for (const [name, value] of headers) {
    if (/\p{Cc}/u.test(value)) throw new TypeError(`header ${name} holds a control character`)
  }
  const head = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
  const words = textPart('text/plain', mail.text)
  return `${head}\n\n${partsOf(boundary, [words, mail.logo ? withLogo(mail.html, mail.logo) : textPart('text/html', mail.html)])}`
}

function textPart(type: string, content: string): string {
  return `Content-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${content}`
}

/** RFC 2387: the HTML and the image that it shows. */
function withLogo(markup: string, { cid, png }: NonNullable<RenderedMail['logo']>): string {
  const boundary = `quiva-${randomBytes(16).toString('hex')}`
  const lines = png.toString('base64').match(/.{1,76}/g) ?? []
  const image = [
    'Content-Type: image/png',
    'Content-Transfer-Encoding: base64',
    `Content-ID: <${cid}>`,
    'Content-Disposition: inline; filename="logo.png"',
    '',
    ...lines,
  ].join('\n')
  return `Content-Type: multipart/related; type="text/html"; boundary="${boundary}"\n\n${partsOf(boundary, [textPart('text/html', markup), image])}`
}

function partsOf(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`
}
