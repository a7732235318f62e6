import path from 'node:path'
import { expect, it } from 'vitest'
import type { Branding } from '../../platform/branding/branding.ts'
import { asEml } from './message.ts'
import { renderMail } from './render.ts'
import { type Mail, mailTexts } from './templates.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==',
  'base64',
)
const publicUrl = 'https://gateway.example.com'
const link = `${publicUrl}/set-password?token=AbC-_123`
const mail: Mail = {
  template: 'set-password',
  to: 'ada@example.com',
  account: '<b>{by}</b> {app_name}',
  invitedBy: 'bob@example.com',
  rootEmail: 'root@example.com',
  role: 'developer',
  link,
  expiresAt: Date.UTC(2026, 10, 22, 10, 11),
}
const accent = { colour: '#0a6b4a', strong: '#08563b', onIt: '#ffffff', soft: '#e9f2ef', text: '#0a6b4a' }
const branding: Branding = {
  appName: 'ACME & Co',
  accent: { light: accent, dark: accent },
  logo: undefined,
  logoDark: undefined,
  icon: { type: 'image/png', body: PNG, version: 'v1' },
  logoHasName: false,
  language: 'pt-BR',
  links: [],
  mailLogo: { type: 'image/png', body: PNG, version: 'v1' },
  supportAddress: 'help@acme.example',
  footer: 'ACME <Ltd>',
  texts: {
    'set-password': {
      subject: 'Welcome to {app_name}',
      button: 'Come <in>',
      paragraph_1: '{role} of {account}: {invited_by} <i>asks</i> you to {app_name}.',
    },
  },
}

it('a mail has the words, the colour, the footer and the logo of the brand, and loads nothing', () => {
  const { subject, text, html, logo } = renderMail(mail, { publicUrl, branding })
  expect(subject).toBe('Welcome to ACME & Co')
  expect(text).toContain('developer of <b>{by}</b> {app_name}: bob@example.com <i>asks</i> you to ACME & Co.')
  expect(text).toContain(`Link: ${link}\n`)
  expect(text).toContain('A newer mail replaces it.')
  expect(text).toContain(
    `This mail was sent by ACME & Co at ${publicUrl}\nQuestions? Write to help@acme.example\nACME <Ltd>`,
  )
  expect(html).toContain('<html lang="pt-BR">')
  expect(html).toContain('background:#0a6b4a;color:#ffffff;')
  expect(html).toContain('>Come &lt;in&gt;</a>')
  expect(html).toContain('&lt;i&gt;asks&lt;/i&gt;')
  expect(html).toContain('ACME &lt;Ltd&gt;')
  expect(html).not.toMatch(/<i>|<b>/)
  expect(html.match(/src="[^"]*"/g)).toEqual(['src="cid:v1@logo"'])
  expect(logo).toEqual({ cid: 'v1@logo', png: PNG })
})

it('another mail of the same gateway keeps its own words', () => {
  const other = renderMail({ ...mail, template: 'invitation' }, { publicUrl, branding })
  expect(other.subject).toBe('You Were Invited to an Account')
})

it('the logo is a part of the file, beside the HTML that shows it', () => {
  const rendered = renderMail(mail, { publicUrl, branding })
  const from = { name: 'ACME', address: 'no-reply@acme.example' }
  const eml = asEml({ mail: rendered, from, messageId: '<1@acme.example>', date: new Date(0) })
  expect(eml).toContain('Content-Type: multipart/related; type="text/html"')
  expect(eml).toMatch(/Content-ID: <v1@logo>\nContent-Disposition: inline; filename="logo.png"\n\niVBORw0KGgo/)
  // Both boundaries end.
  expect(eml.match(/^--quiva-[0-9a-f]{32}--$/gm)).toHaveLength(2)
})

it('the list of texts in the documentation is that of the mails', async () => {
  const file = path.resolve(import.meta.dirname, '../../../../../docs/mail-texts.json')
  await expect(`${JSON.stringify(mailTexts, undefined, 2)}\n`).toMatchFileSnapshot(file)
})

it('every mail has a subject, and no text of a mail is there twice', () => {
  for (const texts of Object.values(mailTexts)) {
    expect(texts.subject).toBeTruthy()
    expect(new Set(Object.values(texts)).size).toBe(Object.keys(texts).length)
  }
})
