import type { Branding } from '../../platform/branding/branding.ts'
import { languageAttributes } from '../../platform/branding/language.ts'
import { fill } from '../../platform/branding/texts.ts'
import { type Html, html, toMarkup } from '../../platform/values/html.ts'
import { isMailAddress } from '../../platform/values/mail-address.ts'
import type { Block, Prose } from './content.ts'
import { contentOf, type Mail, mailTexts, type TemplateName } from './templates.ts'

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
  /** What `html` shows as `cid:…`; a mail loads nothing from anywhere. */
  logo?: { cid: string; png: Buffer }
}

/** How a mail looks and what it says, as one brand wants it. */
type Look = {
  /** The words of a text of this mail, whose default words are given. */
  words(text: string): string
  appName: string | undefined
  language: string
  button: { background: string; text: string }
  logo: { cid: string; png: Buffer } | undefined
  footer: readonly string[]
}

type RenderOptions = { publicUrl: string; branding?: Branding | undefined }

/**
 * Both parts of a mail. The text part carries the lines `Link: <url>` and `Code: <code>`, which programs read too.
 * Throws if a link leads anywhere but under `publicUrl`: our mails must never carry somebody else's.
 */
export function renderMail(mail: Mail, options: RenderOptions): RenderedMail {
  const publicUrl = options.publicUrl.replace(/\/+$/, '')
  const { subject: text, replyTo, blocks } = contentOf(mail, { publicUrl })
  if (replyTo !== undefined && !isMailAddress(replyTo)) throw new Error(`mail ${mail.template}: Reply-To is no address`)
  for (const block of blocks) {
    if (block.kind === 'link' && !isOurs(block.url, publicUrl)) {
      throw new Error(`mail ${mail.template}: its link does not lie under PUBLIC_URL`)
    }
  }
  const look = lookOf(mail.template, publicUrl, options.branding)
  const subject = plain(text, {}, look)
  return {
    to: mail.to,
    template: mail.template,
    subject,
    // RFC 3834: asks mailboxes not to answer with their out-of-office replies.
    headers: { 'X-Quiva-Template': mail.template, 'Auto-Submitted': 'auto-generated' },
    ...(replyTo !== undefined && { replyTo }),
    text: `${[subject, ...blocks.map((block) => blockAsText(block, look)), `-- \n${look.footer.join('\n')}`].join('\n\n')}\n`,
    html: document(subject, blocks, look),
    ...(look.logo && { logo: look.logo }),
  }
}

function lookOf(template: TemplateName, publicUrl: string, branding: Branding | undefined): Look {
  const { appName, language = 'en', accent, mailLogo, footer, supportAddress, texts = {} } = branding ?? {}
  const own = mailTexts[template] ?? {}
  const replaced = new Map(Object.entries(texts[template] ?? {}).map(([name, words]) => [own[name], words]))
  return {
    words: (text) => replaced.get(text) ?? text,
    appName,
    language,
    button: accent
      ? { background: accent.light.colour, text: accent.light.onIt }
      : { background: '#2450d3', text: '#ffffff' },
    logo: mailLogo && { cid: `${mailLogo.version}@logo`, png: mailLogo.body },
    footer: [
      `This mail was sent by ${appName === undefined ? 'the Quiva gateway' : appName} at ${publicUrl}`,
      ...(supportAddress === undefined ? [] : [`Questions? Write to ${supportAddress}`]),
      ...(footer === undefined ? [] : [footer]),
    ],
  }
}

/** One line, without spaces, below our own address: nothing can break out of the line `Link: …`. */
function isOurs(url: string, publicUrl: string): boolean {
  return url.startsWith(`${publicUrl}/`) && /^[\x21-\x7e]+$/.test(url)
}

function blockAsText(block: Block, look: Look): string {
  switch (block.kind) {
    case 'prose':
      return plain(block.prose.text, block.prose.values, look)
    case 'link':
      return `Link: ${block.url}`
    case 'code':
      return `Code: ${block.code}`
    case 'quote':
      return block.lines.map((line) => `> ${line}`.trimEnd()).join('\n')
  }
}

function filled(text: string, values: Prose['values'], { words, appName }: Look) {
  return fill(words(text), appName === undefined ? values : { ...values, app_name: appName })
}

function plain(text: string, values: Prose['values'], look: Look): string {
  const { words, values: typed } = filled(text, values, look)
  return String.raw({ raw: words }, ...typed)
}

const FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif"
const MONO = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"

/**
 * Inline styles only (many clients drop style sheets), nothing remote; a logo is a part of the mail. Only the button
 * sets a colour, so that a client's dark mode has nothing to change.
 */
function document(subject: string, blocks: readonly Block[], look: Look): string {
  const { logo, appName = '', language, footer } = look
  const content = html`<html ${languageAttributes(language)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
</head>
<body style="margin:0;padding:32px 20px;font:16px/1.55 ${FONT}">
<div style="max-width:34rem;margin:0 auto">
${logo && html`<p style="margin:0 0 24px"><img src="cid:${logo.cid}" alt="${appName}" height="36" style="display:block;height:36px;max-width:240px;border:0"></p>\n`}<h1 style="margin:0 0 20px;font-size:22px;line-height:1.3;font-weight:650">${subject}</h1>
${blocks.map((block) => blockAsHtml(block, look))}<p style="margin:32px 0 0;padding-top:14px;border-top:1px solid rgba(128,128,128,.35);font-size:13px;opacity:.75">${footer.map((line, index) => html`${index > 0 && html`<br>`}${line}`)}</p>
</div>
</body>
</html>
`
  return `<!doctype html>\n${toMarkup(content)}`
}

function blockAsHtml(block: Block, look: Look): Html {
  switch (block.kind) {
    case 'prose':
      return html`<p style="margin:0 0 16px">${proseAsHtml(block.prose, look)}</p>\n`
    case 'link':
      return html`<p style="margin:24px 0 8px"><a href="${block.url}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:${look.button.background};color:${look.button.text};font-weight:600;text-decoration:none">${plain(block.label, {}, look)}</a></p>
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
function proseAsHtml({ text, values: typed }: Prose, look: Look): Html[] {
  const { words, values } = filled(text, typed, look)
  return words.map((word, index) => {
    const value = values[index]
    return html`${word}${value !== undefined && html`<bdi>${unlinked(value)}</bdi>`}`
  })
}

function unlinked(value: string): Html[] {
  return value.split('.').map((piece, index) => html`${index > 0 && html`<span>.</span>`}${piece}`)
}
