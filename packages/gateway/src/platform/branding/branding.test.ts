import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBranding } from './branding.ts'

const catalogue = {
  'a-page': { title: 'A', 'x.title': 'B', intro: '' },
  greeting: { subject: 'Hello', text: 'On {day} {by} greeted you.', button: 'Greet' },
}
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==',
  'base64',
)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'quiva-brand-'))
})
afterEach(() => rm(folder, { recursive: true }))

const read = () => readBranding({ brandingDir: folder, appName: 'ACME' }, catalogue)

async function readWith(files: Record<string, string | Buffer>) {
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
  return read()
}

const refusalOf = (files: Record<string, string | Buffer>) =>
  readWith(files).then(
    () => 'not refused',
    (error: Error) => `${error.name}: ${error.message}`,
  )

it('without BRANDING_DIR there is no brand; an empty folder has the name alone', async () => {
  expect(await readBranding({ brandingDir: undefined, appName: 'ACME' }, catalogue)).toBeUndefined()
  expect(await readWith({ '.hidden': 'x' })).toMatchObject({ appName: 'ACME', texts: {}, links: [], logo: undefined })
})

it('reads all that a folder can have', async () => {
  const texts = { greeting: { subject: 'Hi from {app_name}', text: '{by} and {app_name} say hello on {day}.' } }
  const settings = { accent: '#0A6B4A', support_address: 'help@example.com', footer: 'ACME Ltd', texts }
  const branding = await readWith({
    'branding.json': JSON.stringify(settings),
    'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"/>',
    'logo.png': PNG,
    'logo-dark.png': PNG,
  })
  expect(branding).toMatchObject({
    accent: { light: { colour: '#0a6b4a', onIt: '#ffffff' } },
    logo: { type: 'image/svg+xml' },
    logoDark: { type: 'image/png' },
    mailLogo: { type: 'image/png', body: PNG },
    supportAddress: 'help@example.com',
    footer: 'ACME Ltd',
    texts,
  })
  // The dark accent is a lighter one, with black on it.
  expect(branding?.accent?.dark.colour).not.toBe('#0a6b4a')
  expect(branding?.accent?.dark.onIt).toBe('#000000')
})

const svg = (attributes: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}/>`

it.each<[string, Record<string, string | Buffer>, string]>([
  ['its icon', { 'icon.svg': svg('id="i"'), 'logo.svg': svg('viewBox="0 0 10 10"') }, 'id="i"'],
  ['its logo, if that is as wide as high', { 'logo.svg': svg('viewBox="0 0 30 24"') }, '0 0 30 24'],
  ['the first letter beside a wide logo', { 'logo.svg': svg('width="200px" height="40px"') }, '>A</text>'],
  ['the first letter without a logo', { 'branding.json': '{"accent": "#0a6b4a"}' }, 'fill="#0a6b4a"'],
])('tabs of a browser show %s', async (_, files, part) => {
  expect((await readWith(files))?.icon.body.toString()).toContain(part)
})

it('each problem has its line, and all are said at once', async () => {
  const json =
    '{\n  "footer": "a\\tb",\n  "texts": {\n    "greeting": {\n      "button": "x {",\n      "text": "{dy}" } } }'
  expect((await refusalOf({ 'branding.json': json })).split('\n')).toEqual([
    'StartupError: BRANDING_DIR: branding.json, line 2: footer must be a text of 1 to 300 characters on one line',
    'BRANDING_DIR: branding.json, line 5: texts.greeting.button has a brace that belongs to no placeholder',
    'BRANDING_DIR: branding.json, line 6: texts.greeting.text must contain {day}',
    'BRANDING_DIR: branding.json, line 6: texts.greeting.text must contain {by}',
    'BRANDING_DIR: branding.json, line 6: texts.greeting.text has the placeholder {dy}, but may only have {day}, {by}, {app_name}',
  ])
})

describe('a wrong folder stops the start, and the message says what is expected', () => {
  it.each<[string, Record<string, string | Buffer>, string]>([
    ['another file', { 'Logo.svg': '' }, 'Logo.svg is not a file of a brand: branding.json, logo.svg'],
    ['a PNG that is none', { 'logo.png': 'GIF89a' }, 'logo.png must be a PNG image'],
    ['an SVG that is none', { 'logo.svg': '<html>' }, 'logo.svg must be an SVG image'],
    ['a picture too large', { 'logo.svg': Buffer.alloc(256_001) }, 'logo.svg must be a file of at most 256 kB'],
    ['a dark logo alone', { 'logo-dark.png': PNG }, 'logo-dark needs a logo.svg or logo.png beside it'],
    ['a comma too many', { 'branding.json': '{\n"footer": "x",\n}' }, 'branding.json, line 3: is not JSON: look for'],
    ['no end', { 'branding.json': '' }, 'branding.json, line 1: is not JSON'],
    [
      'a key twice',
      { 'branding.json': '{"footer": "a",\n\n"footer": "b"}' },
      'branding.json, line 3: footer is there twice',
    ],
    ['a list', { 'branding.json': '[]' }, 'branding.json: must be a JSON object'],
  ])('%s', async (_, files, message) => {
    expect(await refusalOf(files)).toContain(`StartupError: BRANDING_DIR: ${message}`)
  })

  it.each<[unknown, string]>([
    [
      { acent: '#000000' },
      'acent is not a key of it: accent, accent_dark, logo_has_name, language, support_address, footer, links, texts. Did you mean accent?',
    ],
    [{ accent: 'red' }, 'accent must be a colour, such as #2450d3'],
    [{ accent: '#0a6b4a;}' }, 'accent must be a colour, such as #2450d3'],
    [{ accent: '#ffcc00' }, 'accent must be darker: on a light background its contrast is'],
    [{ accent: '#0a6b4a', accent_dark: '#0a6b4a' }, 'accent_dark must be lighter: on a dark background'],
    [{ accent_dark: '#ffcc00' }, 'accent_dark needs an accent, too'],
    [{ support_address: 'help' }, 'support_address must be an email address'],
    [{ footer: 'a\nb' }, 'footer must be a text of 1 to 300 characters on one line'],
    [{ texts: [] }, 'texts must be an object'],
    [{ texts: { farewell: {} } }, 'texts.farewell is not the name of a mail or page'],
    [{ texts: { constructor: {} } }, 'texts.constructor is not the name of a mail'],
    [{ texts: { greting: {} } }, 'texts.greting is not the name of a mail or page. Did you mean greeting?'],
    [
      { texts: { 'a-page': { titel: 'x' } } },
      'texts.a-page.titel is not a text of it: title, x.title, intro. Did you mean title?',
    ],
    [{ texts: { 'a-page': { title: 'x'.repeat(151) } } }, 'texts.a-page.title must be a text of 1 to 150'],
    [{ texts: { 'a-page': { 'x.title': 'x'.repeat(151) } } }, 'texts.a-page.x.title must be a text of 1 to 150'],
    [{ logo_has_name: 'yes' }, 'logo_has_name must be true or false, without quotation marks'],
    [{ language: 'English!' }, 'language must be the tag of a language, such as de or pt-BR'],
    [{ links: ['x'] }, 'links must be an object: the words of each link, and its address'],
    [{ links: { ' ': 'https://a.example' } }, 'links.  must have words'],
    // Attacks: a link that would run in our page, that looks like another host, that can be changed on its way.
    [
      { links: { Help: 'javascript:alert(1)' } },
      'links.Help must have an address that begins with https:// or mailto:',
    ],
    [{ links: { Help: 'java\nscript:alert(1)' } }, 'links.Help must have an address'],
    [{ links: { Help: 'data:text/html,x' } }, 'links.Help must have an address'],
    [{ links: { Help: '//evil.example' } }, 'links.Help must have an address'],
    [{ links: { Help: 'http://a.example' } }, 'links.Help must have an address'],
    [{ links: { Help: 'https://bank.example@evil.example' } }, 'links.Help must have an address'],
    [{ links: { Help: 'mailto:a@b.example,c@d.example' } }, 'links.Help must have an address'],
    [{ links: { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 } }, 'links must be at most 5'],
    [{ texts: { greeting: 'x' } }, 'texts.greeting must be an object'],
    [{ texts: { greeting: { title: 'x' } } }, 'texts.greeting.title is not a text of it: subject, text, button'],
    [{ texts: { greeting: { text: 'On {day}' } } }, 'texts.greeting.text must contain {by}'],
    [
      { texts: { greeting: { subject: 'For {by}' } } },
      'texts.greeting.subject has the placeholder {by}, but may only have {app_name}',
    ],
    [{ texts: { greeting: { button: 'a } b' } } }, 'texts.greeting.button has a brace that belongs to no placeholder'],
    [
      { texts: { greeting: { button: '' } } },
      'texts.greeting.button must be a text of 1 to 2000 characters on one line',
    ],
    // Attack: a header in the subject.
    [{ texts: { greeting: { subject: 'a\r\nBcc: x@y.z' } } }, 'texts.greeting.subject must be a text of 1 to 150'],
  ])('%j', async (settings, message) => {
    const refusal = await refusalOf({ 'branding.json': JSON.stringify(settings) })
    expect(refusal).toContain(`StartupError: BRANDING_DIR: branding.json, line 1: ${message}`)
  })

  it('a folder that is not there', async () => {
    const given = { brandingDir: path.join(folder, 'no'), appName: 'ACME' }
    await expect(readBranding(given, catalogue)).rejects.toThrow(
      'BRANDING_DIR must be a folder that can be read (ENOENT)',
    )
  })
})
