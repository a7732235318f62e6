import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfirmation, readLink } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

const OLD = 'correct-Horse7'
const NEW = 'another-Horse8'
let gateway: RunningGateway
let people = 0
let email: string
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())
beforeEach(async () => {
  people += 1
  email = `ada${people}@example.com`
  ada = await createPerson(gateway.url, { inProcess: true })
  await ada.json(['signup', '--account', `acme ${people}`, '--email', email], { env: { QUIVA_PASSWORD: OLD } })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await signIn(OLD)
  return () => ada.remove()
})

async function signIn(password: string): Promise<number | null> {
  const { code } = await ada.quiva(['login', '--email', email], { env: { QUIVA_PASSWORD: password } })
  return code
}

test.each([
  ['the environment', { env: { QUIVA_PASSWORD: OLD, QUIVA_NEW_PASSWORD: NEW } }, []],
  ['two lines', { input: `${OLD}\n${NEW}\n` }, ['--password-stdin']],
  ['two lines of Windows', { input: `${OLD}\r\n${NEW}\r\n` }, ['--password-stdin']],
])('password change takes both passwords from %s, and the sign-in goes on', async (_from, options, args) => {
  const { code, stdout, stderr } = await ada.quiva(['password', 'change', ...args], options)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('The password was changed.')
  expect(await ada.quiva(['whoami'])).toMatchObject({ code: 0 })
  expect(await signIn(OLD)).toBe(1)
  expect(await signIn(NEW)).toBe(0)
})

test('password change ends the other sessions', async () => {
  const elsewhere = await createPerson(gateway.url, { inProcess: true })
  await elsewhere.json(['login', '--email', email], { env: { QUIVA_PASSWORD: OLD } })
  const changed = await ada.json(['password', 'change', '--password-stdin'], { input: `${OLD}\n${NEW}` })
  expect(changed).toEqual({ password_changed: true })
  expect(await elsewhere.quiva(['whoami'])).toMatchObject({ code: 1 })
  await elsewhere.remove()
})

test('password change refuses what is wrong, says what, and repeats no password', async () => {
  const cases: [lines: string[], status: number, words: string][] = [
    [[`${OLD}x`, NEW], 1, 'This is not your current password.'],
    [[OLD, 'hunter2'], 1, '8 to 99 characters'],
    [[OLD, OLD], 1, 'differs from the current one'],
    [[OLD], 2, 'two lines'],
    [[OLD, NEW, NEW], 2, 'two lines'],
  ]
  for (const [lines, status, words] of cases) {
    const input = lines.join('\n')
    const { code, stdout, stderr } = await ada.quiva(['password', 'change', '--password-stdin'], { input })
    expect({ code, stdout }).toEqual({ code: status, stdout: '' })
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/Horse|hunter2/)
  }
  expect(await signIn(OLD)).toBe(0)
})

test('password change takes a person, not a key', async () => {
  const { key } = await ada.json<{ key: string }>(['keys', 'issue', 'ci'])
  const env = { QUIVA_API_KEY: key, QUIVA_PASSWORD: OLD, QUIVA_NEW_PASSWORD: NEW }
  const { code, stderr } = await ada.quiva(['password', 'change'], { env })
  expect(code).toBe(1)
  expect(stderr).toContain('unset QUIVA_API_KEY')
})

test('password reset mails a link, and with it sets a new password and ends every session', async () => {
  const asked = await ada.quiva(['password', 'reset', '--email', email])
  expect(asked.code).toBe(0)
  expect(asked.stderr).toContain('quiva password reset --link')
  const link = await readLink(gateway.dataDir, 'reset-password', email)

  const weak = await ada.quiva(['password', 'reset', '--link', link], { env: { QUIVA_NEW_PASSWORD: 'weak' } })
  const set = await ada.quiva(['password', 'reset', '--link', '-'], {
    input: `${link}\n`,
    env: { QUIVA_NEW_PASSWORD: NEW },
  })
  const again = await ada.quiva(['password', 'reset', '--link', link, '--password-stdin'], { input: 'third-Horse9' })

  expect(weak.code).toBe(1)
  expect(set).toMatchObject({ code: 0, stderr: '' })
  expect(set.stdout).toContain('quiva login')
  expect(again).toMatchObject({ code: 1, stdout: '' })
  expect(again.stderr).toContain('quiva password reset')
  expect(await ada.quiva(['whoami'])).toMatchObject({ code: 1 })
  expect(await signIn(NEW)).toBe(0)
})

test.each([
  ['password reset', ['password', 'reset']],
  ['confirm --resend', ['confirm', '--resend']],
])('%s answers alike for an address that nobody has', async (_name, command) => {
  const nobody = `nobody-of-${email}`
  const known = await ada.quiva([...command, '--email', email])
  const unknown = await ada.quiva([...command, '--email', nobody])
  expect(known.code).toBe(0)
  expect(known.stdout).toContain(email)
  expect({ ...unknown, stdout: unknown.stdout.replace(nobody, email) }).toEqual(known)
})

test('confirm --resend mails one more code; the first goes on, and each is good once', async () => {
  const late = `late-${email}`
  await ada.json(['signup', '--account', `late ${people}`, '--email', late], { env: { QUIVA_PASSWORD: OLD } })
  const first = await readConfirmation(gateway.dataDir, late)
  const refused = await ada.quiva(['login', '--email', late], { env: { QUIVA_PASSWORD: OLD } })
  expect(refused.stderr).toContain('quiva confirm --resend')

  await ada.json(['confirm', '--resend', '--email', late])
  await expect.poll(async () => (await readConfirmation(gateway.dataDir, late)).code).not.toBe(first.code)
  const { code } = await readConfirmation(gateway.dataDir, late)
  expect(await ada.quiva(['confirm', first.code])).toMatchObject({ code: 0 })
  expect(await ada.quiva(['confirm', code])).toMatchObject({ code: 1 })
})
