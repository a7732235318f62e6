import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import signIn from '../../../../console/src/texts/en/sign-in.ts'
import { readBranding } from '../../platform/branding/branding.ts'
import { mailTexts } from '../../transport/mail/templates.ts'
import { textsOfPages } from '../pages/page-texts.ts'
import { consoleTexts } from './console-texts.ts'

const docs = path.resolve(import.meta.dirname, '../../../../../docs')

it('the texts that a brand may replace are those of the console; it has no intro until somebody writes one', () => {
  const { 'sign-in.intro': intro, ...others } = consoleTexts.console
  expect(intro).toBe('')
  expect(signIn).toMatchObject(others)
})

it('the list of texts in the documentation is that of the pages and the console', async () => {
  const all = { ...textsOfPages, ...consoleTexts }
  await expect(`${JSON.stringify(all, undefined, 2)}\n`).toMatchFileSnapshot(path.join(docs, 'page-texts.json'))
  expect(Object.keys(all).filter((name) => name in mailTexts)).toEqual([])
})

it('the example of the documentation is a brand, and is the one that the page shows', async () => {
  const given = { brandingDir: path.join(docs, 'branding'), appName: 'Northwind' }
  const branding = await readBranding(given, { ...mailTexts, ...textsOfPages, ...consoleTexts })
  expect(branding).toMatchObject({ logo: { type: 'image/svg+xml' }, mailLogo: { type: 'image/png' } })
  const shown = (await readFile(path.join(docs, 'branding.md'), 'utf8')).split('```json\n')[1]?.split('```')[0]
  expect(shown).toBe(await readFile(path.join(docs, 'branding/branding.json'), 'utf8'))
})
