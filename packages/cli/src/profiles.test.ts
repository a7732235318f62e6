import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

type Profile = { profile: string; account: string; email: string; api_url: string; in_use: boolean }

const env = { QUIVA_PASSWORD: 'correct-Horse7' }
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url, { inProcess: true })
  for (const [account, email] of [
    ['acme', 'ada@example.com'],
    ['initech', 'ada@initech.example'],
  ] as const) {
    await ada.json(['signup', '--account', account, '--email', email], { env })
    await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  }
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

/** As in a shell in which QUIVA_API_URL is not set. */
const plain = { QUIVA_API_URL: '' }
const account = async (...args: string[]) =>
  (await ada.json<{ account: { name: string } }>([...args, 'whoami'], { env: plain })).account.name
const profiles = () => ada.json<Profile[]>(['accounts'], { env: plain })

test('sign-ins are kept beside each other; switch and --profile choose, and the gateway is remembered', async () => {
  expect(await ada.quiva(['accounts'])).toMatchObject({ code: 0, stdout: expect.stringContaining('quiva login') })
  await ada.json(['login', '--email', 'ada@example.com', '--api-url', gateway.url], { env: { ...env, ...plain } })
  await ada.json(['login', '--email', 'ada@initech.example', '--api-url', gateway.url, '--profile', 'work'], {
    env: { ...env, ...plain },
  })
  expect(await profiles()).toEqual([
    { profile: 'work', account: 'initech', email: 'ada@initech.example', api_url: gateway.url, in_use: true },
    { profile: 'acme', account: 'acme', email: 'ada@example.com', api_url: gateway.url, in_use: false },
  ])
  expect(await account()).toBe('initech')
  expect(await account('--profile', 'acme')).toBe('acme')
  expect(await account()).toBe('initech')
  expect(await ada.quiva(['switch'], { env: plain })).toMatchObject({
    code: 0,
    stdout: `In use: the account acme as ada@example.com, at ${gateway.url}.\n`,
  })
  expect(await account()).toBe('acme')
  expect(await account('--profile', 'work')).toBe('initech')
  const { stdout } = await ada.quiva(['accounts'])
  expect(stdout).toMatch(/^NAME +ACCOUNT +USER +GATEWAY\nacme +acme +ada@example.com +http\S+ +in use\nwork /)
  expect(JSON.stringify(await profiles()) + stdout).not.toMatch(/eyJ/)
})

test('a sign-in to the same account replaces the former one, and keeps its name', async () => {
  await ada.json(['login', '--email', 'ada@initech.example'], { env })
  expect((await profiles()).map(({ profile, in_use }) => [profile, in_use])).toEqual([
    ['work', true],
    ['acme', false],
  ])
})

test('a renewal while another one is in use reaches the sign-in that it is of', async () => {
  const stored = JSON.parse(await readFile(ada.sessionFile, 'utf8'))
  stored.kept[0].authToken = stored.kept[0].authToken.replace(/\.[^.]+$/, '.x')
  await writeFile(ada.sessionFile, JSON.stringify(stored))
  const refused = await ada.quiva(['--profile', 'acme', 'whoami'])
  expect(refused.code).toBe(1)
  expect(await account('--profile', 'work')).toBe('initech')
})

test('logout ends the one that is named, and leaves the others', async () => {
  expect(await ada.json(['--profile', 'acme', 'logout'])).toMatchObject({ signed_out: true })
  expect((await profiles()).map(({ profile }) => profile)).toEqual(['work'])
  const unknown = await ada.quiva(['--profile', 'acme', 'whoami'])
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('There is no sign-in with the name acme')])
  expect(await ada.quiva(['switch', 'acme'])).toMatchObject({ code: 1 })
  expect(await ada.quiva(['switch'])).toMatchObject({ code: 2 })
})

test('where an API key stands in the way of the sign-in, the message says what helps', async () => {
  const { key } = await ada.json<{ key: string }>(['keys', 'issue', 'ci', '--scope', 'audit:read'])
  const withKey = (args: string[], QUIVA_API_KEY = key) => ada.quiva(args, { env: { QUIVA_API_KEY } })
  for (const args of [['whoami'], ['users', 'list'], ['keys', 'list']]) {
    const { code, stderr } = await withKey(args)
    expect([code, stderr.split('\n').filter((line) => line.includes('unset QUIVA_API_KEY')).length]).toEqual([1, 1])
  }
  expect((await withKey(['whoami'], `${key.slice(0, -1)}x`)).stderr).toContain('unset QUIVA_API_KEY')
  expect((await withKey(['accounts'])).stderr).toContain('unset QUIVA_API_KEY')
  expect((await withKey(['--profile', 'work', 'whoami'])).stdout).toContain('initech')
})

test('a variable that looks like one of ours and is none is refused, by name alone', async () => {
  const { code, stdout, stderr } = await ada.quiva(['whoami'], { env: { QUIVA_APIKEY: 'ms-hunter2' } })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('the variable QUIVA_APIKEY is unknown')
  expect(stderr).not.toContain('hunter2')
})

test('the passphrase of backups is no mistake: who makes backups uses the command in the same terminal', async () => {
  const { code, stderr } = await ada.quiva(['accounts'], { env: { QUIVA_BACKUP_PASSPHRASE: 'hunter2 hunter2' } })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('--version prints the version', async () => {
  expect(await ada.quiva(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
})
