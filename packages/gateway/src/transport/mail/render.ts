import { type Html, html, toMarkup } from '../../platform/values/html.ts'
import { isMailAddress } from '../../platform/values/mail-address.ts'
import type { Block, Prose } from './content.ts'
import { contentOf, type Mail, type TemplateName } from './templates.ts'

/** A mail ready for delivery. `text` and `html` say the same; `headers` hold nothing that anybody typed. */
export type RenderedMail = {
  to: string
  template: TemplateName
  subject: string
  headers: Readonly<Record<string, string>>
  /** A bare address, for Reply-To. */
  replyTo?: string
  text: string
  html: string
}

/**
 * Both parts of a mail. The text part carries the lines `Link: <url>` and `Code: <code>`, which programs read too.
 * Throws if a link leads anywhere but under `publicUrl`: our mails must never carry somebody else's.
 */
export function renderMail(mail: Mail, options: { publicUrl: string }): RenderedMail {
  const publicUrl = options.publicUrl.replace(/\/+$/, '')
  const { subject, replyTo, blocks } = contentOf(mail, { publicUrl })
  if (replyTo !== undefined && !isMailAddress(replyTo)) throw new Error(`mail ${mail.template}: Reply-To is no address`)
  for (const block of blocks) {
    if (block.kind === 'link' && !isOurs(block.url, publicUrl)) {
      throw new Error(`mail ${mail.template}: its link does not lie under PUBLIC_URL`)
    }
  }
  const sender = `This mail was sent by the Quiva gateway at ${publicUrl}`
  return {
    to: mail.to,
    template: mail.template,
    subject,
    // RFC 3834: asks mailboxes not to answer with their out-of-office replies.
    headers: { 'X-Quiva-Template': mail.template, 'Auto-Submitted': 'auto-generated' },
    ...(replyTo !== undefined && { replyTo }),
    text: `${[subject, ...blocks.map(blockAsText), `-- \n${sender}`].join('\n\n')}\n`,
    html: document(subject, blocks, sender),
  }
}

/** One line, without spaces, below our own address: nothing can break out of the line `Link: …`. */
function isOurs(url: string, publicUrl: string): boolean {
  return url.startsWith(`${publicUrl}/`) && /^[\x21-\x7e]+$/.test(url)
}

function blockAsText(block: Block): string {
  switch (block.kind) {
    case 'prose':
      return String.raw({ raw: block.prose.words }, ...block.prose.values)
    case 'link':
      return `Link: ${block.url}`
    case 'code':
      return `Code: ${block.code}`
    case 'quote':
      return block.lines.map((line) => `> ${line}`.trimEnd()).join('\n')
  }
}

const FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif"
const MONO = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"

/**
 * Inline styles only (many clients drop style sheets), no image, nothing remote. Only the button sets a colour, so that
 * a client's dark mode has nothing to change.
 */
function document(subject: string, blocks: readonly Block[], sender: string): string {
  const content = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
</head>
<body style="margin:0;padding:32px 20px;font:16px/1.55 ${FONT}">
<div style="max-width:34rem;margin:0 auto">
<h1 style="margin:0 0 20px;font-size:22px;line-height:1.3;font-weight:650">${subject}</h1>
${blocks.map(blockAsHtml)}<p style="margin:32px 0 0;padding-top:14px;border-top:1px solid rgba(128,128,128,.35);font-size:13px;opacity:.75">${sender}</p>
</div>
</body>
</html>
`
  return `<!doctype html>\n${toMarkup(content)}`
}

function blockAsHtml(block: Block): Html {
  switch (block.kind) {
    case 'prose':
      return html`<p style="margin:0 0 16px">${proseAsHtml(block.prose)}</p>\n`
    case 'link':
      return html`<p style="margin:24px 0 8px"><a href="${block.url}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#2450d3;color:#ffffff;font-weight:600;text-decoration:none">${block.label}</a></p>
<p style="margin:0 0 24px;font-size:13px;opacity:.75;word-break:break-all">${block.url}</p>\n`
    case 'code':
      return html`<p style="margin:0 0 24px;padding:14px 18px;border:1px solid rgba(128,128,128,.35);border-radius:8px;font:600 26px/1.2 ${MONO};letter-spacing:2px">${block.code}</p>\n`
    case 'quote':
      return html`<blockquote style="margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid rgba(128,128,128,.35)">${block.lines.map(
        (line, index) => html`${index > 0 && html`<br>`}<bdi>${unlinked(line)}</bdi>`,
      )}</blockquote>\n`
  }
}

/**
 * A stranger's words cannot change the text direction of ours, and are split so that no client turns them into a link.
 */
function proseAsHtml({ words, values }: Prose): Html[] {
  return words.map((word, index) => {
    const value = values[index]
    return html`${word}${value !== undefined && html`<bdi>${unlinked(value)}</bdi>`}`
  })
}

function unlinked(value: string): Html[] {
  return value.split('.').map((piece, index) => html`${index > 0 && html`<span>.</span>`}${piece}`)
}
