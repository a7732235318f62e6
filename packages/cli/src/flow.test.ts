import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGatewayProcess } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

type Issued = { id: string; name: string; key: string; creds?: string; creds_file?: string; expires_on: string }

const email = 'ada@example.com'
const password = 'correct-Horse7'
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGatewayProcess()
  ada = await createPerson(gateway.url)
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

async function mode(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8)
}

// The tests of this file are one walk: each stands on those before it.

test('signup, confirm and login lead from nothing to a sign-in, and say what comes next', async () => {
  const signup = await ada.quiva(['signup', '--account', 'ACME', '--email', email], {
    env: { QUIVA_PASSWORD: password },
  })
  expect(signup).toMatchObject({ code: 0, stderr: '' })
  expect(signup.stdout).toContain('quiva confirm')

  const { code } = await readConfirmation(gateway.dataDir, email)
  const confirm = await ada.quiva(['confirm', code])
  expect(confirm).toMatchObject({ code: 0, stderr: '' })
  expect(confirm.stdout).toContain('quiva login')

  const login = await ada.quiva(['login', '--email', email, '--password-stdin'], { input: `${password}\n` })
  expect(login).toEqual({ code: 0, stdout: `Signed in to the account acme as ${email}.\n`, stderr: '' })
})

test('the sign-in lies in a file that only its owner can read', async () => {
  expect(await mode(ada.sessionFile)).toBe('600')
  expect(await mode(path.dirname(ada.sessionFile))).toBe('700')
  expect(Object.keys(await ada.readSessions())).toEqual([gateway.url])
})

test('whoami tells person, account, role and credential', async () => {
  const { code, stdout } = await ada.quiva(['whoami'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^User +ada@example\.com$/m)
  expect(stdout).toMatch(/^Account +acme \(\d{10}\)$/m)
  expect(stdout).toMatch(/^Role +root$/m)
  expect(stdout).toMatch(/^Credential +session/m)
  expect(await ada.json(['whoami'])).toMatchObject({ user: email, role: 'root', credential: 'session' })
})

test('keys issue prints the key alone on standard output, and it works as QUIVA_API_KEY', async () => {
  const { code, stdout, stderr } = await ada.quiva(['keys', 'issue', 'ci', '--expiry-days', '30'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ms-[0-9a-f]{32}\n$/)
  expect(stderr).toContain('shown this once')

  const env = { QUIVA_API_KEY: stdout.trim() }
  expect(await ada.json(['whoami'], { env })).toMatchObject({ user: email, credential: 'key' })
  const [listed] = await ada.json<{ id: string; name: string }[]>(['keys', 'list'])
  expect(listed).toMatchObject({ name: 'ci' })
  const list = await ada.quiva(['keys', 'list'], { env })
  expect(list.stdout).toMatch(/^ID +NAME +ENDS WITH/)
  expect(list.stdout).toContain(`${listed?.id}  ci    …${stdout.trim().slice(-4)}`)
  expect(list.stdout).not.toContain(stdout.trim())
})

test('a key is deleted by its id, or in full from standard input, and is refused from then on', async () => {
  const first = await ada.json<Issued>(['keys', 'issue', 'first'])
  const second = await ada.json<Issued>(['keys', 'issue', 'second'])

  expect(await ada.quiva(['keys', 'delete', first.id])).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^Revoked everywhere: 1 holder, \d+ ms\n$/),
  })
  const deleted = await ada.json<Record<string, unknown>>(['keys', 'delete', '-'], { input: `${second.key}\n` })

  expect(deleted).toMatchObject({ id: second.id, also_deleted: [], revocation: { confirmed: true, holders: 1 } })
  expect(deleted).not.toHaveProperty('key')
  for (const { key } of [first, second]) {
    const refused = await ada.quiva(['whoami'], { env: { QUIVA_API_KEY: key } })
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^Unauthorized: /)
  }
  expect(await ada.quiva(['keys', 'delete', first.id])).toMatchObject({ code: 1 })
})

test('creds go into a new file that only its owner can read, whole or not at all', async () => {
  const file = path.join(ada.folder, 'ci.creds')
  const issued = await ada.json<Issued>(['keys', 'issue', 'with creds', '--creds-file', 'ci.creds'])
  expect(issued).toMatchObject({ creds_file: 'ci.creds' })
  expect(issued).not.toHaveProperty('creds')
  const text = await readFile(file, 'utf8')
  expect(text).toMatch(/^-----BEGIN quiva\.ai USER JWT-----\n/)
  expect(await mode(file)).toBe('600')

  const nats = await ada.quiva(['keys', 'creds', '-', '--format', 'nats'], { input: issued.key })
  expect(nats.stdout).toMatch(/^-----BEGIN NATS USER JWT-----\n/)
  const fromEnvironment = await ada.json<{ creds: string }>(['keys', 'creds'], { env: { QUIVA_API_KEY: issued.key } })
  expect(seedOf(fromEnvironment.creds)).toBe(seedOf(text))

  await writeFile(file, 'mine')
  const kept = await ada.quiva(['keys', 'creds', '-', '--creds-file', file], { input: issued.key })
  expect(kept).toMatchObject({ code: 2, stdout: '' })
  expect(await readFile(file, 'utf8')).toBe('mine')
  const forced = await ada.quiva(['keys', 'creds', '-', '--creds-file', file, '--force'], { input: issued.key })
  expect(forced.code).toBe(0)
  expect(seedOf(await readFile(file, 'utf8'))).toBe(seedOf(text))
  expect(await mode(file)).toBe('600')
})

test('no key is issued when there is no place for its creds, and no file is left when none is issued', async () => {
  // The gateway writes now and then when a key was last used, so that is no part of what must not change.
  const ids = async () => (await ada.json<{ id: string }[]>(['keys', 'list'])).map(({ id }) => id)
  const before = await ids()
  const nowhere = await ada.quiva(['keys', 'issue', 'lost', '--creds-file', 'no/such/folder.creds'])
  expect(nowhere).toMatchObject({ code: 2, stdout: '' })
  const taken = await ada.quiva(['keys', 'issue', 'lost', '--creds-file', ada.sessionFile])
  expect(taken).toMatchObject({ code: 2, stdout: '' })
  expect(await ids()).toEqual(before)

  const refused = await ada.quiva(['keys', 'issue', '', '--creds-file', 'refused.creds'])
  expect(refused.code).toBe(1)
  await expect(stat(path.join(ada.folder, 'refused.creds'))).rejects.toThrow('ENOENT')
})

test('a key is issued with limits, which the list shows, and they are changed one by one', async () => {
  const limits = [
    '--scope',
    'account:read',
    '--scope',
    'profile:*',
    '--allow-ip',
    '127.0.0.0/8',
    '--rate-limit',
    '100/60',
  ]
  const issued = await ada.quiva(['keys', 'issue', 'narrow', ...limits])
  expect(issued).toMatchObject({ code: 0 })
  expect(issued.stderr).toContain('the key has no creds')
  const key = issued.stdout.trim()
  const env = { QUIVA_API_KEY: key }
  expect((await ada.quiva(['whoami'], { env })).code).toBe(0)
  const refused = await ada.quiva(['keys', 'list'], { env })
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^Insufficient scope: /)
  const list = await ada.quiva(['keys', 'list'])
  expect(list.stdout).toContain('account:read, profile:*, from 127.0.0.0/8, 100 in 60 s')

  const [id] = /key_\w+/.exec(issued.stderr) ?? []
  const update = [
    'keys',
    'update',
    String(id),
    '--name',
    'wide',
    '--scope',
    'account:*',
    '--no-allow-ip',
    '--no-rate-limit',
  ]
  expect(await ada.json(update)).toMatchObject({
    name: 'wide',
    scopes: ['account:*'],
    allowed_ips: null,
    rate_limit: null,
  })
  const widened = await ada.quiva(['keys', 'update', '-', '--no-scope'], { input: key })
  expect(widened).toMatchObject({ code: 0, stdout: `The key wide (${id}) has no limits.\n` })
  expect((await ada.quiva(['keys', 'list'], { env })).code).toBe(0)
})

test('a key is issued with a quota, which is topped up once for each idempotency key, and removed', async () => {
  const issued = await ada.json<Issued>(['keys', 'issue', 'metered', '--quota', '2/month/issued'])
  expect(issued).toMatchObject({ quota: { requests: 2, per: 'month', resets: 'issued' } })
  expect((await ada.quiva(['keys', 'list'])).stdout).toContain('2 per month since it was issued')
  const env = { QUIVA_API_KEY: issued.key }
  const statuses = [0, 1, 2].map(() => ada.quiva(['keys', 'usage'], { env }))
  const codes = (await Promise.all(statuses)).map(({ code }) => code)
  expect(codes.toSorted()).toEqual([0, 0, expect.any(Number)])
  const topUp = ['keys', 'topup', issued.id, '5', '--idempotency-key', '8e03978e-40d5-43dd-bc93-6894a57f9325']
  expect(await ada.json(topUp)).toMatchObject({ topped_up: 5 })
  const again = await ada.quiva(topUp)
  expect(again.stdout).toMatch(new RegExp(`^The key ${issued.id} has \\d units left until .* \\(UTC\\)\\.\\n$`))
  expect((await ada.quiva(['keys', 'usage'], { env })).code).toBe(0)
  expect(await ada.json(['keys', 'update', issued.id, '--quota', '9/day'])).toMatchObject({
    quota: { requests: 9, per: 'day', resets: 'calendar' },
  })
  expect(await ada.json(['keys', 'update', issued.id, '--no-quota'])).toMatchObject({ quota: null })
})

test('no file is left for the creds that a key with limits has not, and the key is not lost', async () => {
  const issued = await ada.quiva(['keys', 'issue', 'barred', '--scope', 'a:b', '--creds-file', 'barred.creds'])
  expect(issued.code).toBe(1)
  expect(issued.stdout).toMatch(/^ms-[0-9a-f]{32}\n$/)
  expect(issued.stderr).toContain('No file was written.')
  await expect(stat(path.join(ada.folder, 'barred.creds'))).rejects.toThrow('ENOENT')
})

test('confirm also takes the link, which may come from standard input', async () => {
  const env = { QUIVA_PASSWORD: password }
  await ada.json(['signup', '--account', 'linked', '--email', 'linked@example.com'], { env })
  const { link } = await readConfirmation(gateway.dataDir, 'linked@example.com')
  const confirmed = await ada.json(['confirm', '-'], { input: `${link}\n` })
  expect(confirmed).toMatchObject({ account: 'linked', email: 'linked@example.com' })
})

test('logout ends the session at the gateway and removes the sign-in', async () => {
  const { authToken } = (await ada.readSessions())[gateway.url] ?? { authToken: '' }
  const { code, stdout, stderr } = await ada.quiva(['logout'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('was removed from this computer, and its session was revoked')
  expect(await ada.readSessions()).toEqual({})
  const answer = await fetch(`${gateway.url}/accounts/info`, { headers: { authorization: `Bearer ${authToken}` } })
  expect(answer.status).toBe(401)
  const refused = await ada.quiva(['whoami', '--json'])
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(JSON.parse(refused.stderr)).toMatchObject({ code: 'not_signed_in' })
  expect(await ada.json(['logout'])).toMatchObject({ signed_out: false, session_ended: false })
})

test('the log of the gateway holds no password, key, token or code of all this', () => {
  const log = gateway.log()
  expect(log).toContain('listening')
  expect(log).not.toContain(password)
  expect(log).not.toMatch(/ms-[0-9a-f]{32}|eyJ[\w-]{8}|\b\d{5}-?\d{5}\b(?=")|token=/)
})

function seedOf(creds: string): string | undefined {
  return /^SU[A-Z2-7]{56}$/m.exec(creds)?.[0]
}
