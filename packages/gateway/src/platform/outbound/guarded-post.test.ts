import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openReceiver, type Receiver } from '../../../test/services/https-receiver.ts'
import { StartupError } from '../errors/startup-error.ts'
import { createOpenLine, type Line, type Resolve } from './guarded-post.ts'

const NAME = 'hooks.example.com'
const BODY = '{"type":"x"}'

let receiver: Receiver
const lines: Line[] = []
beforeAll(async () => {
  receiver = await openReceiver([NAME])
})
afterEach(() => {
  for (const line of lines.splice(0)) line.close()
  receiver.received.length = 0
  receiver.answer = (response) => void response.writeHead(204).end()
})
afterAll(() => receiver.close())

function open(how: { allowed?: string[]; resolve?: Resolve; patienceMs?: number; caFile?: string } = {}): Line {
  const { allowed = ['127.0.0.0/8'], ...others } = how
  const line = createOpenLine({ allowed, caFile: receiver.caFile, ...others })()
  lines.push(line)
  return line
}
const named = () => `https://${NAME}:${receiver.port}/path?query=1`

test('posts to the address that the name has, with the name in the certificate and in Host', async () => {
  const { status, error } = await open({ resolve: async () => ['127.0.0.1'] }).post(
    named(),
    { 'webhook-id': 'a' },
    BODY,
  )
  expect([status, error]).toEqual([204, null])
  expect(receiver.received).toMatchObject([
    { url: '/path?query=1', body: BODY, headers: { host: `${NAME}:${receiver.port}`, 'webhook-id': 'a' } },
  ])
})

test('one line keeps its connection', async () => {
  const before = receiver.connections()
  const line = open()
  for (let n = 0; n < 5; n += 1) expect((await line.post(receiver.url, {}, BODY)).error).toBeNull()
  expect(receiver.connections() - before).toBe(1)
})

// Attack: a name of one's own that leads into the gateway's network.
test.each([
  ['a private address', ['127.0.0.1']],
  ['a public address and a private one', ['8.8.8.8', '127.0.0.1']],
  ['a metadata service', ['169.254.169.254']],
  ['an IPv4-mapped address', ['::ffff:127.0.0.1']],
])('a name with %s is not connected to', async (_what, addresses) => {
  const posted = await open({ allowed: [], resolve: async () => addresses }).post(named(), {}, BODY)
  expect(posted).toMatchObject({ status: null, error: 'address_not_allowed' })
  expect(receiver.received).toEqual([])
})

// Attack: a name server that gives a public address to the check, and a private one to the connection.
test('a name is resolved once for each connection, and what was checked is what is connected to', async () => {
  let asked = 0
  const rebinding: Resolve = async () => {
    asked += 1
    return [asked === 1 ? '127.0.0.1' : '10.255.255.1']
  }
  const line = open({ resolve: rebinding })
  expect((await line.post(named(), {}, BODY)).status).toBe(204)
  expect(asked).toBe(1)
  // The name has another address by now: the next connection checks that one.
  receiver.answer = (response) => void response.socket?.destroy()
  await line.post(named(), {}, BODY)
  receiver.received.length = 0
  expect(await line.post(named(), {}, BODY)).toMatchObject({ error: 'address_not_allowed' })
  expect(receiver.received).toEqual([])
})

test.each(['https://127.0.0.1', 'https://0x7f.1', 'https://2130706433', 'https://[::1]', 'https://[::ffff:7f00:1]'])(
  'an address in the URL itself is checked, however it is written: %s',
  async (url) => {
    const posted = await open({ allowed: [] }).post(`${url}:${receiver.port}/`, {}, BODY)
    expect(posted).toMatchObject({ status: null, error: 'address_not_allowed' })
    expect(receiver.received).toEqual([])
  },
)

test('plain http is never spoken', async () => {
  expect(await open().post(`http://127.0.0.1:${receiver.port}/`, {}, BODY)).toMatchObject({ status: null })
  expect(receiver.received).toEqual([])
})

test('a redirect is an error, and is not followed', async () => {
  receiver.answer = (response) => void response.writeHead(307, { location: `${receiver.url}/elsewhere` }).end()
  expect(await open().post(receiver.url, {}, BODY)).toMatchObject({ status: 307, error: 'redirect' })
  expect(receiver.received).toHaveLength(1)
})

test('another status than 2xx is a refusal', async () => {
  for (const status of [400, 404, 410, 500, 503]) {
    receiver.answer = (response) => void response.writeHead(status).end('no')
    expect(await open().post(receiver.url, {}, BODY)).toMatchObject({ status, error: 'refused' })
  }
})

test('a receiver that never answers, or never ends its answer, is given up in time', async () => {
  const line = open({ patienceMs: 300 })
  receiver.answer = () => {}
  const posted = await line.post(receiver.url, {}, BODY)
  expect(posted).toMatchObject({ status: null, error: 'timeout' })
  receiver.answer = (response) => void response.writeHead(200).write('x')
  const dripping = await line.post(receiver.url, {}, BODY)
  expect(dripping).toMatchObject({ status: null, error: 'timeout' })
  for (const { durationMs } of [posted, dripping]) expect(durationMs).toBeGreaterThanOrEqual(290)
})

// Attack: an answer that fills the memory of the gateway.
// Attack: Node.js destroys the request without a word, and whoever waits for it waits for ever.
test('an answer that switches protocols is refused at once', async () => {
  receiver.answer = (response) =>
    void response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')
  expect(await open({ patienceMs: 20_000 }).post(receiver.url, {}, BODY)).toMatchObject({
    status: 101,
    error: 'refused',
  })
})

test('of an answer without end 64 KB are read', async () => {
  let sent = 0
  let cut = false
  receiver.answer = (response) => {
    response.writeHead(200)
    const piece = Buffer.alloc(65_536)
    const write = () => {
      while (!cut && sent < 2 ** 30) {
        sent += piece.length
        if (!response.write(piece)) return void response.once('drain', write)
      }
    }
    response.on('close', () => {
      cut = true
    })
    write()
  }
  expect(await open().post(receiver.url, {}, BODY)).toMatchObject({ status: 200, error: null })
  await expect.poll(() => cut).toBe(true)
  // What lies in the buffers of both sides.
  expect(sent).toBeLessThan(20 * 2 ** 20)
})

test('an answer with headers without end is cut off', async () => {
  receiver.answer = (response) => {
    response.socket?.write(`HTTP/1.1 200 OK\r\n${'x-filler: 0123456789\r\n'.repeat(10_000)}\r\n`)
  }
  expect(await open().post(receiver.url, {}, BODY)).toMatchObject({ status: null, error: 'connection_failed' })
})

test('a certificate of an unknown authority, or for another name, is refused', async () => {
  const other = await openReceiver()
  expect(await open({ caFile: other.caFile }).post(receiver.url, {}, BODY)).toMatchObject({ error: 'tls_failed' })
  const resolve = async () => ['127.0.0.1']
  const posted = await open({ resolve }).post(`https://other.example.com:${receiver.port}/`, {}, BODY)
  expect(posted).toMatchObject({ status: null, error: 'tls_failed' })
  expect(receiver.received).toEqual([])
  await other.close()
})

test('a server that closes kept connections gets each post once', async () => {
  receiver.answer = (response) => void response.writeHead(204, { connection: 'keep-alive' }).end()
  const line = open()
  await line.post(receiver.url, {}, BODY)
  await receiver.kill()
  await receiver.restart()
  expect((await line.post(receiver.url, {}, BODY)).error).toBeNull()
  expect(receiver.received).toHaveLength(2)
})

// Attack: an account asks for one internal name after the other, to learn which there are.
test('a name without an address is answered as one with a private address', async () => {
  const unknown: Resolve = async () => {
    throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' })
  }
  const answers = []
  for (const resolve of [unknown, async () => [], async () => ['10.0.0.1']]) {
    const { durationMs: _, ...answer } = await open({ allowed: [], resolve }).post(named(), {}, BODY)
    answers.push(answer)
  }
  expect(answers).toEqual(Array(3).fill({ status: null, error: 'address_not_allowed' }))
})

test('nothing at the port is told', async () => {
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    })
  })
  await new Promise((resolve) => void server.close(resolve))
  expect(await open().post(`https://127.0.0.1:${port}/`, {}, BODY)).toMatchObject({ error: 'connection_failed' })
})

test('a missing file of authorities stops the start, with the name of the variable', () => {
  expect(() => createOpenLine({ allowed: [], caFile: '/nowhere/ca.pem' })).toThrow(StartupError)
  expect(() => createOpenLine({ allowed: [], caFile: '/nowhere/ca.pem' })).toThrow('WEBHOOK_CA_FILE')
})
