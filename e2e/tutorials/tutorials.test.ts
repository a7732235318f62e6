import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../packages/gateway/src/platform/config/config.ts'
import { openPlace, type Place } from '../../packages/gateway/test/database/engines.ts'
import { NEEDS } from './needs.ts'
import { patternOf, readBlocks } from './page.ts'
import { FOLDER, openReader, type Reader } from './reader.ts'

const pages = readdirSync(FOLDER).flatMap((file) => (file === 'README.md' ? [] : path.basename(file, '.md')))

const readPage = (name: string) => readFile(path.join(FOLDER, `${name}.md`), 'utf8')

const readQuestions = () => readFile(path.join(root, 'docs/questions.md'), 'utf8')

const root = path.join(import.meta.dirname, '../..')

/** What the pages install, as it is here. */
const linked = new Map(
  ['express', 'fastify', '@nats-io/transport-node'].map((name) => [name, path.join(root, 'node_modules', name)]),
)
linked.set('@quiva/verifier', path.join(root, 'packages/verifier'))

describe('each tutorial, followed line by line,', () => {
  const databases = inject('postgres')
  let postgres: Place | undefined
  let reader: Reader

  beforeAll(async () => {
    if ('url' in databases) postgres = await openPlace('postgres', { ownDatabase: true })
    reader = await openReader(postgres && { postgres })
  })
  afterAll(async () => {
    await reader?.close()
    await postgres?.remove()
  })

  const missing = (page: string): string | undefined => {
    if (page === 'scale-out') return 'url' in databases ? undefined : databases.missing
    const need = NEEDS[page]
    return need === undefined || need.isHere() ? undefined : `${need.what} is missing here`
  }

  for (const page of pages) {
    const why = missing(page)
    const name = `${page}: does what it says, and prints what it says${why === undefined ? '' : ` [skipped: ${why}]`}`
    const mayBeMissing = process.env.CI === undefined || NEEDS[page]?.large === true
    // The pages for operators start three gateways and copy databases.
    it.skipIf(why !== undefined && mayBeMissing)(name, { timeout: 180_000 }, async () => {
      expect(await reader.read(page, { linked })).toEqual([])
    })
  }

  it('and what operations.md says of suspended accounts', { timeout: 180_000 }, async () => {
    const [, section = ''] = (await readFile(path.join(root, 'docs/operations.md'), 'utf8')).split(
      /^## Suspended accounts$([\s\S]*?)^## /m,
    )
    const blocks = readBlocks(section)
    expect(blocks).toHaveLength(2)
    expect(await reader.readOnCopy(blocks)).toEqual([])
  })

  it('and what questions.md says is in an access token', async () => {
    const [, answer = ''] = (await readQuestions()).split(/^## What is in an access token\?$([\s\S]*?)^## /m)
    const rows = [...answer.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell)
    const said = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name))
    const claims: object = JSON.parse(Buffer.from(reader.accessToken.split('.')[1] ?? '', 'base64url').toString())
    expect(said.toSorted()).toEqual(Object.keys(claims).toSorted())
  })
})

describe('a page that the suite does not run everywhere', () => {
  const byHand = pages.filter((page) => NEEDS[page]?.large === true)

  it.each([...byHand, 'nextjs'])('%s says so, and which command does it', async (page) => {
    expect(await readPage(page)).toMatch(/\*\*What the tests? runs?\.\*\*[^\n]+`npm run test:tutorials`/)
  })
})

describe('the settings of the questions and answers', () => {
  it('are accepted by the gateway', async () => {
    const settings = [...(await readQuestions()).matchAll(/`([A-Z_]+)=([^`]+)`/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    expect(settings.map(([name]) => name)).toEqual(['SIGN_UP', 'SIGN_UP', 'SIGN_UP_DOMAINS'])
    for (const [name = '', value] of settings) expect(() => readConfig({ [name]: value })).not.toThrow()
    expect(() => readConfig({ SIGN_UP: 'friends' })).toThrow('SIGN_UP')
  })
})

describe('the settings of the page for production', () => {
  it('are accepted by the gateway, and are names that it knows', async () => {
    const blocks = readBlocks(await readPage('production'))
    const file = blocks.find((block) => block.kind === 'file' && block.name === 'gateway.env')
    const settings = parseEnv(file?.kind === 'file' ? file.text : '')
    expect(Object.keys(settings)).toContain('TRUST_PROXY')
    expect(readConfig(settings).publicUrl).toBe('https://gateway.example.com')
    expect(() => readConfig({ ...settings, MAIL_FORM: 'x' })).toThrow('MAIL_FORM')
  })
})

describe('the page for FastAPI', () => {
  it('has the same file as the page for Python', async () => {
    const [first, second] = await Promise.all(
      ['python', 'fastapi'].map(async (page) =>
        readBlocks(await readPage(page)).find((block) => block.kind === 'file' && block.name === 'quiva_auth.py'),
      ),
    )
    expect(first).toBeDefined()
    expect(second).toEqual(first)
  })
})

describe('the pipelines of the tutorial for CI', () => {
  it('are YAML, and run what the page has shown, apart from the installation', async () => {
    const blocks = readBlocks(await readPage('ci'))
    const files = blocks.flatMap((block) => (block.kind === 'file' ? [[block.name, parse(block.text)] as const] : []))
    const { '.github/workflows/keys.yml': github, '.gitlab-ci.yml': gitlab } = Object.fromEntries(files)
    const steps: { run?: string }[] = github.jobs.keys.steps
    const lines = [...steps.flatMap(({ run }) => run ?? []), ...gitlab.keys.before_script, ...gitlab.keys.script]
    expect(lines).toHaveLength(6)
    const shown = blocks.flatMap((block) => (block.kind === 'run' ? block.text.split('\n') : []))
    expect(lines.filter((line) => !shown.includes(line) && !line.startsWith('npm install'))).toEqual([])
  })
})

describe('a page of a tutorial', () => {
  it('has no block of which nobody knows whether it is tested, and its outputs are compared to the letter', () => {
    expect(() => readBlocks('```sh\ntrue\n```')).toThrow('says nothing')
    expect(() => readBlocks('<!-- not run -->\n```sh\ntrue\n```')).toThrow('says nothing')
    expect(() => readBlocks('<!-- output -->\n```\nhi\n```')).toThrow('says nothing')
    expect('{"id":"key_1"}').toMatch(patternOf('{"id":"…"}\n'))
    expect('{"id":"key_1"}\nmore').not.toMatch(patternOf('{"id":"…"}'))
  })
})
