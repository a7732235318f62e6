import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { freePort, type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

type Session = { token: string; refresh_token: string; current: boolean; kind: string; agent: string }

const email = 'ada@example.com'
const env = { QUIVA_PASSWORD: 'correct-Horse7' }
let gateway: RunningGateway
/** One person at two computers. */
let desk: Person
let train: Person
beforeAll(async () => {
  gateway = await startGateway()
  desk = await createPerson(gateway.url, { inProcess: true })
  train = await createPerson(gateway.url, { inProcess: true })
  await desk.json(['signup', '--account', 'acme', '--email', email], { env })
  await desk.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
})
afterAll(async () => {
  await desk.remove()
  await train.remove()
  await gateway.stop()
})
beforeEach(async () => {
  await desk.json(['login', '--email', email], { env })
  await desk.json(['sessions', 'end-all'])
  await desk.json(['login', '--email', email], { env })
  await train.json(['login', '--email', email], { env })
})

test('sessions list shows what, where and when, marks the one in use, and holds no token that works', async () => {
  const { code, stdout, stderr } = await desk.quiva(['sessions', 'list'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [header, ...rows] = stdout.trimEnd().split('\n')
  expect(header).toMatch(/^HANDLE +WHAT +WHERE +SINCE \(UTC\) +ACCOUNT$/)
  expect(rows).toHaveLength(2)
  for (const row of rows)
    expect(row).toMatch(/^auth-ses_\w+ +quiva-cli 0 on .+ 127\.0\.0\.1 +2\d{3}-\d\d-\d\d \d\d:\d\d +acme/)
  expect(rows.filter((row) => row.endsWith('this one'))).toHaveLength(1)

  const listed = await desk.json<Session[]>(['sessions', 'list'])
  expect(listed.map(({ current }) => current).sort()).toEqual([false, true])
  const { authToken, refreshToken } = (await desk.readSessions())[gateway.url] ?? {}
  expect(stdout + JSON.stringify(listed)).not.toContain(authToken)
  expect(stdout + JSON.stringify(listed)).not.toContain(refreshToken)
})

test('sessions end ends another session at once and leaves this one alone', async () => {
  const other = (await desk.json<Session[]>(['sessions', 'list'])).find(({ current }) => !current)
  const ended = await desk.json(['sessions', 'end', other?.token ?? ''])
  const revocation = { confirmed: true, holders: 1, took_ms: expect.any(Number) }
  expect(ended).toEqual({ handle: other?.token, signed_out: false, revocation })
  expect(await train.quiva(['whoami'])).toMatchObject({ code: 1, stdout: '' })
  expect(await desk.quiva(['whoami'])).toMatchObject({ code: 0 })
})

test.each(['current', 'its handle'])('sessions end, with %s, also signs out here', async (name) => {
  const own = (await desk.json<Session[]>(['sessions', 'list'])).find(({ current }) => current)
  const { code, stdout } = await desk.quiva(['sessions', 'end', name === 'current' ? name : (own?.token ?? '')])
  expect(code).toBe(0)
  expect(stdout).toContain('removed from this computer')
  expect(await desk.readSessions()).toEqual({})
  expect(await train.json<Session[]>(['sessions', 'list'])).toHaveLength(1)
})

test('sessions end refuses what it does not know, and what ends no session', async () => {
  const unknown = await desk.quiva(['sessions', 'end', 'auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b'])
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('quiva sessions list')
  const [session] = await desk.json<Session[]>(['sessions', 'list'])
  expect(await desk.quiva(['sessions', 'end', session?.refresh_token ?? ''])).toMatchObject({ code: 2 })
  expect(await desk.json<Session[]>(['sessions', 'list'])).toHaveLength(2)
})

test('sessions end-all ends every session, this one too, and says so', async () => {
  const { code, stdout, stderr } = await desk.quiva(['sessions', 'end-all'])
  expect(code).toBe(0)
  expect(stdout).toBe(`${email}: 2 sessions were revoked.\n`)
  expect(stderr).toContain('quiva login')
  expect(await desk.readSessions()).toEqual({})
  expect(await train.quiva(['whoami'])).toMatchObject({ code: 1 })
})

test('a key sees the sessions that were made from it, and cannot end those of its owner', async () => {
  const { key } = await desk.json<{ key: string }>(['keys', 'issue', 'ci'])
  const withKey = { env: { QUIVA_API_KEY: key } }
  expect(await desk.json(['sessions', 'list'], withKey)).toEqual([])
  const refused = await desk.quiva(['sessions', 'end-all'], withKey)
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('unset QUIVA_API_KEY')
  expect(await desk.quiva(['sessions', 'end', 'current'], withKey)).toMatchObject({ code: 2 })
  expect(await desk.json<Session[]>(['sessions', 'list'])).toHaveLength(2)
})

test('logout ends the sign-in even while QUIVA_API_KEY is set', async () => {
  const { key } = await desk.json<{ key: string }>(['keys', 'issue', 'ci'])
  expect(await desk.json(['logout'], { env: { QUIVA_API_KEY: key } })).toMatchObject({ session_ended: true })
  expect(await train.json<Session[]>(['sessions', 'list'])).toHaveLength(1)
})

test('logout of a session that has ended already is done, and says nothing of living on', async () => {
  await train.json(['sessions', 'end-all'])
  const { code, stderr } = await desk.quiva(['logout'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(await desk.readSessions()).toEqual({})
})

/** Moves the sign-in to another address, where no gateway is that could end it. */
async function moveSignIn(person: Person, url: string): Promise<void> {
  const sessions = await person.readSessions()
  await writeFile(person.sessionFile, JSON.stringify({ version: 1, sessions: { [url]: sessions[gateway.url] } }))
}

test('logout removes the sign-in when nobody answers, and says that the session lives on', async () => {
  const url = `http://127.0.0.1:${await freePort()}`
  await moveSignIn(desk, url)
  const { code, stdout, stderr } = await desk.quiva(['logout', '--api-url', url])
  expect(code).toBe(0)
  expect(stdout).not.toContain('revoked')
  expect(stderr).toMatch(/The session could not be revoked: No answer from/)
  expect(stderr).toContain('The session still works there')
  expect(await desk.readSessions()).toEqual({})
})

test('logout is as honest when the gateway answers with a fault', async () => {
  const answer = '{"error":"Service unavailable","message":"Try again.","code":"unavailable"}'
  const server = createServer((_request, response) => response.writeHead(503).end(answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  await moveSignIn(desk, url)
  expect(await desk.json(['logout', '--api-url', url])).toMatchObject({ signed_out: true, session_ended: false })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
