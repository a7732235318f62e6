import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

type Issued = { id: string; name: string; key: string; expires_on: string }
type Rotated = Issued & { replaces: string; grace_ends_on: string; creds_file?: string }

const email = 'ada@example.com'
const password = 'correct-Horse7'
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url, { inProcess: true })
  const env = { QUIVA_PASSWORD: password }
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await ada.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

test('keys rotate prints the successor alone on standard output, and says when the old key ends', async () => {
  const old = await ada.json<Issued>(['keys', 'issue', 'nightly', '--expires', '30d'])
  const { code, stdout, stderr } = await ada.quiva(['keys', 'rotate', old.id, '--grace', '7d'])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^ms-[0-9a-f]{32}\n$/)])
  expect(stderr).toMatch(new RegExp(`The old key \\(${old.id}\\) works until \\d{4}-`))
  for (const key of [old.key, stdout.trim()])
    expect((await ada.quiva(['whoami'], { env: { QUIVA_API_KEY: key } })).code).toBe(0)
  const list = await ada.quiva(['keys', 'list'])
  expect(list.stdout).toMatch(new RegExp(`^${old.id}.* replaced by key_`, 'm'))
  expect(list.stdout).toMatch(new RegExp(` replaces ${old.id}$`, 'm'))
  expect((await ada.quiva(['keys', 'rotate', old.id])).stderr).toContain('rotated before')
})

test('a key rotates itself with QUIVA_API_KEY, and is named by itself from standard input', async () => {
  const first = await ada.json<Issued>(['keys', 'issue', 'self'])
  const env = { QUIVA_API_KEY: first.key }
  const rotate = ['keys', 'rotate', '--grace', '0', '--creds-file', 'new.creds']
  const second = await ada.json<Rotated>(rotate, { env, asProcess: true })
  expect(second).toMatchObject({ replaces: first.id, creds_file: 'new.creds', expires_on: first.expires_on })
  expect(await readFile(path.join(ada.folder, 'new.creds'), 'utf8')).toMatch(/^-----BEGIN quiva\.ai USER JWT-----\n/)
  // Only a person ends a key at once.
  expect(Date.parse(second.grace_ends_on)).toBeGreaterThan(Date.now() + 50 * 60_000)
  expect((await ada.quiva(['whoami'], { env })).code).toBe(0)
  const third = await ada.json<Rotated>(['keys', 'rotate', '-', '--expires', '5'], { input: `${second.key}\n` })
  expect([third.replaces, days(new Date().toISOString(), third.expires_on)]).toEqual([second.id, 5])
})

test('with --idempotency-key the same command gives the same key', async () => {
  const again = randomUUID()
  const issue = () => ada.json<Issued>(['keys', 'issue', 'once', '--idempotency-key', again])
  expect(await issue()).toEqual(await issue())
  const other = await ada.quiva(['keys', 'issue', 'twice', '--idempotency-key', again])
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('Idempotency-Key') })
})

test('a key of the account is issued, listed apart, and knows that it is nobody', async () => {
  const issued = await ada.json<Issued>(['keys', 'issue', 'deploy', '--owner', 'account', '--role', 'monitor'])
  const list = await ada.quiva(['keys', 'list', '--owner', 'account'])
  expect(list.stdout).toMatch(new RegExp(`^${issued.id} .* monitor$`, 'm'))
  expect((await ada.quiva(['keys', 'list'])).stdout).not.toContain(issued.id)
  const env = { QUIVA_API_KEY: issued.key }
  expect(await ada.json(['whoami'], { env })).toMatchObject({ user: null, account: { name: 'acme' } })
  expect((await ada.quiva(['whoami'], { env })).stdout).toMatch(/^User +none$/m)
})

test('keys usage is empty for a key that was never used, and has the shape of the API with --json', async () => {
  const { id, key } = await ada.json<Issued>(['keys', 'issue', 'unused'])
  const { code, stdout, stderr } = await ada.quiva(['keys', 'usage', id])
  expect([code, stdout, stderr]).toEqual([0, '', expect.stringContaining('not used')])
  expect(await ada.json(['keys', 'usage'], { env: { QUIVA_API_KEY: key } })).toMatchObject({ id, days: [] })
})

test('keys check finds keys in files and standard input, without a gateway, with status 1, and never prints one', async () => {
  const { key } = await ada.json<Issued>(['keys', 'issue', 'leaked'])
  const file = path.join(ada.folder, '.env')
  await writeFile(file, `# secrets\nQUIVA_API_KEY=${key}\n`)
  const there = { env: { QUIVA_API_URL: 'http://127.0.0.1:1' }, asProcess: true }
  const found = await ada.quiva(['keys', 'check', '.env', '-'], { ...there, input: `a ${key}` })
  const end = key.slice(-4)
  expect(found).toEqual({
    code: 1,
    stdout: `.env:2:15: ms-…${end}\n-:1:3: ms-…${end}\n`,
    stderr: expect.stringContaining('2 API keys were found'),
  })
  const json = await ada.quiva(['keys', 'check', '.env', '--json'], there)
  expect(JSON.parse(json.stdout)).toEqual([{ file: '.env', line: 2, column: 15, last_4_characters: end }])
  expect(JSON.parse(json.stderr)).toMatchObject({ code: 'keys_found' })
  expect(`${found.stdout}${found.stderr}${json.stdout}${json.stderr}`).not.toContain(key)
  await writeFile(file, 'nothing here')
  expect(await ada.quiva(['keys', 'check', '.env'], there)).toMatchObject({ code: 0, stdout: '' })
  const missing = await ada.quiva(['keys', 'check', 'no-such-file'], there)
  expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('no-such-file cannot be read (ENOENT)') })
})

test('keys are described, extended, disabled and enabled, and the list says so', async () => {
  type Shown = { id: string; key: string; expires_on: string; environment: string; metadata: object; tags: string[] }
  const options = ['--environment', 'test', '--tag', 'b', '--tag', 'a', '--metadata', 'plan=pro', '--expires', '10']
  const values = [
    '--metadata',
    'seats=5',
    '--metadata',
    'beta=true',
    '--metadata',
    'code="007"',
    '--metadata',
    'eq=a=b',
  ]
  const issued = await ada.json<Shown>(['keys', 'issue', 'described', ...options, ...values])
  const metadata = { plan: 'pro', seats: 5, beta: true, code: '007', eq: 'a=b' }
  expect(issued).toMatchObject({ key: expect.stringMatching(/^mst-/), environment: 'test', metadata, tags: ['a', 'b'] })
  const inList = async () =>
    (await ada.quiva(['keys', 'list'])).stdout.split('\n').find((one) => one.startsWith(issued.id))
  expect(await inList()).toMatch(/ test key, #a, #b$/)

  const env = { QUIVA_API_KEY: issued.key }
  // A test key is told from an id, as any key is.
  const disabled = await ada.quiva(['keys', 'disable', '-'], { input: `${issued.key}\n` })
  expect(disabled).toMatchObject({ code: 0, stdout: expect.stringContaining('is disabled') })
  expect(await inList()).toMatch(/ disabled, test key, #a, #b$/)
  expect((await ada.quiva(['whoami'], { env })).code).toBe(1)
  expect(await ada.json(['keys', 'enable', issued.id])).toMatchObject({ id: issued.id, disabled: false })
  expect((await ada.quiva(['whoami'], { env })).code).toBe(0)

  const change = ['keys', 'update', issued.id, '--expires', '20d', '--no-tag', '--metadata', 'plan=free']
  const extended = await ada.json<Shown>(change)
  expect(extended).toMatchObject({ tags: [], metadata: { plan: 'free' } })
  expect(days(issued.expires_on, extended.expires_on)).toBe(10)
  expect(await ada.json(['keys', 'update', issued.id, '--no-metadata'])).toMatchObject({ metadata: null })
  expect((await ada.quiva(['keys', 'update', issued.id, '--metadata', 'plan'])).code).toBe(2)
})

test('keys impact says in a word whether a key can be deleted, and has the shape of the API with --json', async () => {
  const { id, key } = await ada.json<Issued>(['keys', 'issue', 'doubtful'])
  const idle = await ada.quiva(['keys', 'impact', id])
  expect(idle).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`doubtful (${id}) is unused. It was issued on`),
  })
  const child = (await ada.quiva(['keys', 'issue', 'child', '--json'], { env: { QUIVA_API_KEY: key } })).stdout
  const { stdout } = await ada.quiva(['keys', 'impact', id])
  expect(stdout).toContain('With it would end: 1 other key.')
  expect(stdout).toMatch(new RegExp(`^${JSON.parse(child).id} .* issued by it$`, 'm'))
  const own = await ada.json(['keys', 'impact'], { env: { QUIVA_API_KEY: key } })
  expect(own).toMatchObject({ id, also_deleted_count: 1, verdict: expect.any(String), days: expect.any(Array) })
  expect(await ada.quiva(['keys', 'impact'])).toMatchObject({ code: 2 })
  expect(await ada.quiva(['keys', 'impact', 'key_unknown'])).toMatchObject({ code: 1 })
})

test('keys rotate --retire-when-silent lets the old key end after days without a use, and lists show it', async () => {
  const old = await ada.json<Issued>(['keys', 'issue', 'silent', '--expires', '365'])
  const { code, stderr } = await ada.quiva(['keys', 'rotate', old.id, '--retire-when-silent=14', '--grace', '90d'])
  expect([code, stderr]).toEqual([0, expect.stringContaining('or until nobody has used it for 14 days')])
  const list = await ada.quiva(['keys', 'list'])
  expect(list.stdout).toMatch(new RegExp(`^${old.id}.* replaced by key_\\w+, ends after 14 d without a use$`, 'm'))
  const other = await ada.json<Issued>(['keys', 'issue', 'silent', '--expires', '365'])
  const rotated = await ada.json(['keys', 'rotate', other.id, '--retire-when-silent'])
  expect(rotated).toMatchObject({ retire: 'when_silent', silent_days: 7 })
  for (const wrong of [['--retire-when-silent=0'], ['--retire-when-silent=91'], ['--grace', '31d'], ['--grace', '91d']])
    expect(await ada.quiva(['keys', 'rotate', other.id, ...wrong])).toMatchObject({ code: 2 })
})

test('keys delete in a script deletes a key at once, whoever uses it', async () => {
  const { id, key } = await ada.json<Issued>(['keys', 'issue', 'used'])
  await ada.json(['keys', 'issue', 'child'], { env: { QUIVA_API_KEY: key } })
  const { code, stdout, stderr } = await ada.quiva(['keys', 'delete', id])
  expect([code, stdout]).toEqual([0, expect.stringContaining('was deleted')])
  expect(stderr).not.toContain('in use')
})
