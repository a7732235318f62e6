import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProgram } from '../../../../test/run/programs.ts'
import { describeWithProgram } from '../../../../test/run/with-program.ts'
import { createApiKey } from '../../../access/api-key-format.ts'

const run = promisify(execFile)
const document = (name: string) => new URL(`../../../../../../docs/${name}`, import.meta.url)

const digest = (algorithm: 'md5' | 'sha1' | 'sha256', text: string) => createHash(algorithm).update(text).digest('hex')
const keys = Array.from({ length: 40 }, (_, index) => createApiKey(index % 2 === 0 ? 'live' : 'test'))
let taken = 0
const key = (): string => keys[taken++] ?? createApiKey()

/** What users have in files, with a key in it. */
const LEAKS: Record<string, string> = {
  'alone in a file': key(),
  'in an environment file': `API_KEY=${key()}\nOTHER=1\n`,
  'in YAML': `key: "${key()}"`,
  'in JSON': `{"api_key":"${key()}"}`,
  'in JSON within JSON': JSON.stringify(JSON.stringify({ api_key: key() })),
  'after an escaped line break': `"first\\n${key()}\\n"`,
  'in a form': `api_key=${key()}&x=1`,
  'in an address': `https://gateway.example.com/accounts/api-creds?key=${key()}`,
  'in quotes of an address': `q=%22${key()}%22`,
  'in quotes of an address within an address': `next=%3Fq%3D%2522${key()}%2522`,
  'behind a percent sign and capitals': `key%3D${key()}`,
  'in a JSON escape': `{"q":"key\\u003d${key()}"}`,
  'in an escaped string of C': `"\\x3d${key()}\\x00"`,
  'in a header': `curl -H 'X-Api-Key: ${key()}' https://gateway.example.com`,
  'in a Markdown link': `[key](${key()}).`,
  'in HTML': `<input value=&#34;${key()}&#34;>`,
  'at the end of a sentence': `It was ${key()}.`,
  'behind a hyphen and an underscore': `old-${key()} KEY_${key()}`,
  'one below the other': `${key()}\n${key()}\r\n${key()}`,
  'one beside the other': `${key()},${key()};${key()} ${key()}`,
}

/** What bundlers, caches and users call things, and no key. */
const HARMLESS: Record<string, string> = {
  'a bundle with a hash in its name': `<script src="/assets/forms-${digest('md5', 'forms')}.js"></script>`,
  'an import of one': `import "./params-${digest('md5', 'params')}"`,
  'parts of many names': ['items', 'teams', 'algorithms', 'atoms', 'LMS', 'x1ms']
    .map((name) => `${name.replace(/ms$/i, 'ms')}-${digest('md5', name)}.css`)
    .join('\n'),
  'a longer hash behind the prefix': `ms-${digest('sha256', 'ms')} mst-${digest('sha256', 'mst')}`,
  'a prefix that is nearly one': `mstt-${digest('md5', 'mstt')} ams-${digest('md5', 'ams')} bmst-${digest('md5', 'bmst')}`,
  'a hash of another length': `ms-${digest('sha1', 'ms')}`,
  'a shorter hash': `ms-${digest('md5', 'ms').slice(0, 31)}`,
  capitals: `MS-${digest('md5', 'ms').toUpperCase()} ms-${digest('md5', 'ms').toUpperCase()}`,
  'a UUID': 'ms-8e03978e-40d5-43dd-bc93-6894a57f9324',
  'the expression itself': 'ms-[0-9a-f]{32}',
  words: 'terms-and-conditions ms-dos items-per-page',
}

const keysIn = (text: string) => keys.filter((one) => text.includes(one)).sort()
const name = (index: number) => `${index}.txt`

describe('the expression for scanners', () => {
  const readExpressions = async () => {
    const documented = /^```\n(.*mst\?-\[.+)\n```$/m.exec(await readFile(document('api-key-format.md'), 'utf8'))?.[1]
    const rule = /^regex = '''(.+)'''$/m.exec(await readFile(document('gitleaks.toml'), 'utf8'))?.[1]
    return { documented, rule }
  }

  it('is the same in the documentation and in the rule', async () => {
    const { documented, rule } = await readExpressions()
    expect(documented).toBeDefined()
    expect(rule).toBe(documented)
  })

  it.each(Object.entries(LEAKS))('finds a key %s', async (_where, text) => {
    const { documented = '' } = await readExpressions()
    const found = [...text.matchAll(new RegExp(documented, 'g'))].map(([, secret = '']) => secret)
    expect(found.sort()).toEqual(keysIn(text))
    expect(found.length).toBeGreaterThan(0)
  })

  it.each(Object.entries(HARMLESS))('finds none in %s', async (_what, text) => {
    const { documented = '' } = await readExpressions()
    expect(text).not.toMatch(new RegExp(documented))
  })
})

describeWithProgram('gitleaks', 'gitleaks with docs/gitleaks.toml', () => {
  let folder: string
  let report: { RuleID: string; File: string; Secret: string }[]
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'quiva-gitleaks-'))
    const texts = [...Object.values(LEAKS), ...Object.values(HARMLESS)]
    for (const [index, text] of texts.entries()) await writeFile(path.join(folder, name(index)), text)
    const config = path.join(folder, 'gitleaks.toml')
    await writeFile(config, await readFile(document('gitleaks.toml')))
    const file = path.join(folder, 'report.json')
    const options = ['--no-git', '--no-banner', '--exit-code', '0', '-f', 'json', '-r', file]
    await run(findProgram('gitleaks') ?? 'gitleaks', ['detect', '-s', folder, '-c', config, ...options])
    report = JSON.parse(await readFile(file, 'utf8'))
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const foundIn = (index: number) =>
    report
      .filter(({ RuleID, File }) => RuleID === 'quiva-api-key' && path.basename(File) === name(index))
      .map(({ Secret }) => Secret)
      .sort()

  it.each(Object.entries(LEAKS).map(([where, text], index) => [where, text, index] as const))(
    'finds a key %s',
    (_where, text, index) => expect(foundIn(index)).toEqual(keysIn(text)),
  )

  it.each(Object.keys(HARMLESS).map((what, index) => [what, index + Object.keys(LEAKS).length] as const))(
    'finds none in %s',
    (_what, index) => expect(foundIn(index)).toEqual([]),
  )
})
