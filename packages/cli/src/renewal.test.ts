import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createClient } from '@quiva/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'
import { createConnect } from './connect.ts'
import { createSessions } from './sessions.ts'

let gateway: RunningGateway
let ada: Person
const env = { QUIVA_PASSWORD: 'correct-Horse7' }
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url)
  await ada.json(['signup', '--account', 'acme', '--email', 'ada@example.com'], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, 'ada@example.com')).code])
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

/**
 * Signs in, and leaves in the file an access token that the gateway refuses beside a refresh token that it takes, as an
 * hour does: a renewal ends the old access token.
 */
async function signInAnHourAgo(): Promise<string> {
  await ada.json(['login', '--email', 'ada@example.com'], { env })
  const stored = JSON.parse(await readFile(ada.sessionFile, 'utf8'))
  const session = stored.sessions[gateway.url]
  const body = { auth_token: session.authToken, refresh_token: session.refreshToken }
  const { data } = await createClient({ baseUrl: gateway.url }).POST('/accounts/refresh-token', { body })
  session.refreshToken = data.refresh_token
  await writeFile(ada.sessionFile, JSON.stringify(stored))
  return session.authToken
}

test('an expired sign-in renews itself and is stored', async () => {
  const old = await signInAnHourAgo()
  expect(await ada.json(['whoami'])).toMatchObject({ user: 'ada@example.com' })
  const renewed = (await ada.readSessions())[gateway.url]
  expect(renewed?.authToken).not.toBe(old)
  expect(await ada.json(['whoami'])).toMatchObject({ user: 'ada@example.com' })
  expect((await ada.readSessions())[gateway.url]).toEqual(renewed)
})

test('commands that renew the sign-in at the same time all succeed and leave one that works', async () => {
  await signInAnHourAgo()
  const names = ['a', 'b', 'c', 'd', 'e']
  const issued = await Promise.all(names.map((name) => ada.json<{ name: string }>(['keys', 'issue', name])))
  expect(issued.map(({ name }) => name)).toEqual(names)
  expect(await ada.json<unknown[]>(['keys', 'list'])).toHaveLength(5)
})

test('a sign-in that cannot be renewed any more says how to go on', async () => {
  await signInAnHourAgo()
  const stored = await readFile(ada.sessionFile, 'utf8')
  await writeFile(ada.sessionFile, stored.replace(/"refreshToken":\s*"[^"]+"/, '"refreshToken":"gone"'))
  const { code, stderr } = await ada.quiva(['whoami'])
  expect(code).toBe(1)
  expect(stderr).toBe('Unauthorized: The sign-in has expired or was revoked. Run: quiva login\n')
})

test('what was begun as one person is not finished as another who signs in meanwhile, nor the other way round', async () => {
  await ada.json(['signup', '--account', 'other', '--email', 'bob@example.com'], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, 'bob@example.com')).code])
  await signInAnHourAgo()
  const sessions = createSessions(path.dirname(ada.sessionFile))
  const connect = createConnect({
    apiUrl: gateway.url,
    profile: undefined,
    apiKey: undefined,
    sessions,
    version: 'test',
  })
  const { client } = await connect.signedIn()

  await ada.json(['login', '--email', 'bob@example.com'], { env })

  expect((await client.GET('/accounts/info')).data.name).toBe('acme')
  expect(await ada.json(['whoami'])).toMatchObject({ user: 'bob@example.com' })
})
