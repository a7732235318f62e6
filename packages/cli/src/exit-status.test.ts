import { stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url)
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

const login = ['login', '--email', 'ada@example.com']
const env = { QUIVA_PASSWORD: 'correct-Horse7' }

test('a refusal is status 1, in words on standard error', async () => {
  const { code, stdout, stderr } = await ada.quiva(login, { env })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe('Invalid credentials: Check the email address, the password and the account name.\n')
})

test('with --json it is the words of the gateway, one document on standard error', async () => {
  const { code, stdout, stderr } = await ada.quiva(['signup', '--json', '--account', 'a', '--email', 'x'], { env })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(JSON.parse(stderr)).toMatchObject({
    error: 'Invalid request',
    code: 'invalid_request',
    status: 400,
    details: [{ path: '/body/root_email' }],
  })
})

test('no answer is status 3', async () => {
  const url = `http://127.0.0.1:${await freePort()}`
  const { code, stdout, stderr } = await ada.quiva([...login, '--api-url', url], { env })
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toBe(
    `No answer from ${url} (ECONNREFUSED). Check that the gateway runs, and its URL: --api-url or QUIVA_API_URL.\n`,
  )
})

test.each([
  ['not_a_gateway', 200, '<html></html>'],
  ['internal_error', 500, '{"error":"Internal error","message":"Try again.","code":"internal_error"}'],
])('status 3 also tells %s', async (error, status, body) => {
  const server = createServer((_request, response) => response.writeHead(status).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

  const { code, stderr } = await ada.quiva([...login, '--api-url', url, '--json'], { env })

  expect(code).toBe(3)
  expect(JSON.parse(stderr)).toMatchObject({ code: error })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('wrong usage is status 2, in words on standard error, or as JSON', async () => {
  const { code, stdout, stderr } = await ada.quiva(['keys', 'issue'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe("Wrong usage: missing required argument 'name'. See: quiva --help\n")
  const json = await ada.quiva(['keys', 'issue', '--json'])
  expect(json).toMatchObject({ code: 2, stdout: '' })
  expect(JSON.parse(json.stderr)).toMatchObject({ error: 'Wrong usage', code: 'wrong_usage' })
})

test('what Node.js compiled is kept in the cache folder of the user, for that user alone', async () => {
  const cache = path.join(ada.folder, 'cache')
  const env = { NODE_COMPILE_CACHE: '', XDG_CACHE_HOME: cache }
  expect(await ada.quiva(['--version'], { env })).toMatchObject({ code: 0 })
  expect((await stat(path.join(cache, 'quiva', 'compiled'))).mode & 0o777).toBe(0o700)
  // A folder that cannot be made is no reason to fail.
  const inTheWay = path.join(cache, 'a-file')
  await writeFile(inTheWay, '')
  const ran = await ada.quiva(['--version'], { env: { ...env, XDG_CACHE_HOME: inTheWay } })
  expect(ran).toMatchObject({ code: 0, stderr: '' })
})
