import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'
import { atTerminal, canMakeTerminals } from '../test/terminal.ts'

type Key = { id: string; name: string; last_4_characters: string }

const NAMES = ['deploy eu', 'deploy us', 'ci', 'a name that is long enough for no terminal of a hundred columns']
const email = 'ada@example.com'
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url, { inProcess: true })
  const env = { QUIVA_PASSWORD: 'correct-Horse7' }
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await ada.json(['login', '--email', email], { env })
  for (const name of NAMES) await ada.json(['keys', 'issue', name])
})
afterAll(async () => {
  await ada?.remove()
  await gateway?.stop()
})

const names = async (...options: string[]) =>
  (await ada.json<Key[]>(['keys', 'list', ...options])).map(({ name }) => name)

test('keys list searches, sorts, filters and stops where it is told', async () => {
  expect(await names()).toEqual(NAMES)
  expect(await names('--search', 'DEPLOY')).toEqual(['deploy eu', 'deploy us'])
  expect(await names('--sort=-created_on', '--limit', '2')).toEqual(NAMES.toReversed().slice(0, 2))
  expect((await names('--sort', 'name'))[1]).toBe('ci')
  expect(await names('--state', 'unused', '--search', 'ci')).toEqual(['ci'])
  expect(await names('--state', 'replaced')).toEqual([])
  await ada.json(['keys', 'issue', 'trial', '--environment', 'test', '--tag', 'eu'])
  expect(await names('--environment', 'test')).toEqual(['trial'])
  expect(await names('--tag', 'eu', '--environment', 'live')).toEqual([])
  const [ci] = await ada.json<Key[]>(['keys', 'list', '--search', 'ci'])
  expect(await names('--search', ci?.id ?? '')).toEqual(['ci'])
  expect(await names('--search', ci?.last_4_characters ?? '')).toContain('ci')
})

test('keys list says when nothing was found, and takes no wrong option', async () => {
  expect(await ada.quiva(['keys', 'list', '--search', 'nothing'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'No keys were found.\n',
  })
  for (const wrong of [
    ['--limit', '0'],
    ['--limit', 'all'],
    ['--state', 'deleted'],
    ['--sort', 'key'],
  ])
    expect((await ada.quiva(['keys', 'list', ...wrong])).code).toBe(2)
})

test('keys list cuts nothing where standard output is no terminal', async () => {
  const { stdout } = await ada.quiva(['keys', 'list'])
  for (const name of NAMES) expect(stdout).toContain(name)
})

test.runIf(canMakeTerminals)('keys list fits the terminal, and shows whole ids', async () => {
  const { screen, code } = await atTerminal(ada, ['keys', 'list'], [])
  expect(code).toBe(0)
  const lines = screen.split(/\r?\n/)
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(100)
  for (const { id } of await ada.json<Key[]>(['keys', 'list'])) expect(screen).toContain(id)
})

test('users list --search finds members by their address', async () => {
  expect(await ada.json(['users', 'list', '--search', 'ADA@'])).toMatchObject([{ email, role: 'root' }])
  expect(await ada.json(['users', 'list', '--search', 'bob'])).toEqual([])
  expect((await ada.quiva(['users', 'list', '--search', 'bob'])).stderr).toBe('No members were found.\n')
  expect((await ada.quiva(['users', 'list'])).stdout).toMatch(/^EMAIL +NAME +ROLE/)
})
