import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type App, createApp } from '../../gateway/test/users/factors.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson } from '../test/quiva.ts'
import { atTerminal, canMakeTerminals } from '../test/terminal.ts'

const password = 'correct-Horse7'
let gateway: RunningGateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

/** Asks the API itself. */
async function ask(route: string, body?: object, bearer?: string): Promise<never> {
  const [method = '', path] = route.split(' ')
  const headers = { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) }
  const answer = await fetch(`${gateway.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return ((await answer.json()) as { data: never }).data
}

/** Somebody who is signed in. */
async function signedUp(name: string) {
  const email = `${name}@example.com`
  const person = await createPerson(gateway.url, { inProcess: true })
  await ask('POST /accounts', { name, root_email: email, password })
  await ask('POST /accounts/confirm-email', { code: (await readConfirmation(gateway.dataDir, email)).code })
  await person.json(['login', '--email', email], { env: { QUIVA_PASSWORD: password } })
  const [session] = Object.values(await person.readSessions())
  return { ...person, email, api: (route: string, body?: object) => ask(route, body, session?.authToken) }
}
type User = Awaited<ReturnType<typeof signedUp>>

async function setUp(user: User): Promise<{ app: App; codes: string[] }> {
  const { secret } = await user.api('POST /accounts/generate-totp-key')
  const app = createApp(secret)
  const { recovery_codes: codes } = await user.api('POST /accounts/confirm-totp-registration', {
    code: app.code(),
    secret,
  })
  return { app, codes }
}
const login = (user: User, mfaCode?: string) =>
  user.quiva(['login', '--email', user.email], {
    env: { QUIVA_PASSWORD: password, ...(mfaCode !== undefined && { QUIVA_MFA_CODE: mfaCode }) },
  })

test('login takes a code of the app, or a recovery code; without one it says what is missing', async () => {
  const ada = await signedUp('login')
  const { app, codes } = await setUp(ada)
  const missing = await login(ada)
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  expect(missing.stderr).toContain('set QUIVA_MFA_CODE')
  const wrong = await login(ada, app.wrongCode())
  expect(wrong).toMatchObject({ code: 1, stdout: '' })
  expect(wrong.stderr).toContain('The code is wrong or was used before.')
  expect(await login(ada, ` ${app.code(1).replace(/^.../, '$& ')}`)).toMatchObject({ code: 0 })
  expect(await login(ada, codes[0])).toMatchObject({ code: 0 })
  await ada.remove()
})

test('password change asks for the second factor too, and leaves no other session', async () => {
  const ada = await signedUp('change')
  const { codes } = await setUp(ada)
  const env = { QUIVA_PASSWORD: password, QUIVA_NEW_PASSWORD: 'another-Horse8', QUIVA_MFA_CODE: codes[0] ?? '' }
  expect(await ada.quiva(['password', 'change'], { env })).toMatchObject({ code: 0, stderr: '' })
  const sessions = await ada.json<{ current: boolean }[]>(['sessions', 'list'])
  expect(sessions.map(({ current }) => current)).toEqual([true])
  await ada.remove()
})

test('mfa shows what is on, prints the codes, makes new ones, and removes the app', async () => {
  const ada = await signedUp('status')
  expect((await ada.quiva(['mfa', 'codes', '--new'])).stderr).toContain('quiva mfa totp enable')
  const { app, codes } = await setUp(ada)
  expect(await ada.json(['mfa', 'status'])).toEqual({ totp_enabled: true, passkey_enabled: false, passkeys: [] })
  // The session that set the app up has not been asked for it.
  const refused = await ada.quiva(['mfa', 'codes'])
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('quiva login') })
  expect(await login(ada, app.code(1))).toMatchObject({ code: 0 })
  expect((await ada.quiva(['mfa', 'codes'])).stdout).toBe(`${codes.join('\n')}\n`)
  const fresh = await ada.json<string[]>(['mfa', 'codes', '--new', '--email', ada.email])
  expect(fresh).toHaveLength(10)
  expect(fresh).not.toContain(codes[0])
  expect(await ada.json(['mfa', 'totp', 'disable'])).toEqual({ message: 'The authenticator app was removed.' })
  expect((await ada.quiva(['mfa', 'status'])).stdout).toBe('Authenticator app  off\nPasskeys           off\n')
  await ada.remove()
})

test.skipIf(!canMakeTerminals)(
  '[script] mfa totp enable shows a QR code, takes the first code, and prints the recovery codes',
  async () => {
    const ada = await signedUp('enable')
    let app: App | undefined
    const enabled = await atTerminal(
      ada,
      ['mfa', 'totp', 'enable'],
      [
        [
          'Code that the app shows now',
          (screen) => {
            app = createApp(/type this key into it: ([A-Z2-7]{32})/.exec(screen)?.[1] ?? '')
            return `${app.code()}\r`
          },
        ],
      ],
    )
    expect(enabled).toMatchObject({ code: 0, unasked: [] })
    expect(enabled.screen).toMatch(/\[97;40m[█▀▄ ]{40,}/)
    expect(enabled.screen.match(/[0-9A-Z]{4}-[0-9A-Z]{4}(?=\r?\n)/g)).toHaveLength(10)

    const question = 'Code from your authenticator app'
    const signedIn = await atTerminal(
      ada,
      ['login', '--email', ada.email],
      [
        [question, `${app?.wrongCode()}\r`],
        ['That code is wrong. Type another code', () => `${app?.code(1)}\r`],
      ],
      { QUIVA_PASSWORD: password },
    )
    expect(signedIn).toMatchObject({ code: 0, unasked: [] })
    expect(signedIn.screen).toContain('Signed in to the account enable')
    await ada.remove()
  },
)
