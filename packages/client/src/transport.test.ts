import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { ConnectionError, createClient } from './index.ts'

/** Servers that are no gateway, or a broken one. */
const servers: Server[] = []
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    }),
  )
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return `http://127.0.0.1:${address.port}`
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
}

const pair = { authToken: 'a.b.c', refreshToken: 'r' }

test('a credential does not follow a redirect to another server', async () => {
  const reached: string[] = []
  const other = await serve((request, response) => {
    reached.push(request.url ?? '')
    response.end('{"data":{}}')
  })
  const url = await serve((_request, response) => response.writeHead(307, { location: `${other}/stolen` }).end())
  const client = createClient({ baseUrl: url, credential: { apiKey: 'ms-0' } })

  const error = await rejection(client.GET('/accounts/info'))

  expect(error).toBeInstanceOf(ConnectionError)
  expect(error).toMatchObject({ kind: 'not_a_gateway', message: expect.stringContaining('redirect') })
  expect(reached).toEqual([])
})

test('a token that stays refused after a refresh is not tried a third time', async () => {
  const asked: string[] = []
  const url = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url === '/accounts/refresh-token') {
      response.end('{"data":{"auth_token":"d.e.f","refresh_token":"s"}}')
    } else {
      response.writeHead(401).end('{"error":"Unauthorized","message":"","code":"unauthorized"}')
    }
  })
  const client = createClient({ baseUrl: url, credential: pair })

  const error = await rejection(client.POST('/accounts/api-key', { body: { key_name: 'ci' } }))

  expect(error).toMatchObject({ name: 'QuivaError', status: 401 })
  expect(asked).toEqual(['POST /accounts/api-key', 'POST /accounts/refresh-token', 'POST /accounts/api-key'])
})

test.each([
  ['a page', 200, '<html></html>'],
  ['nothing', 200, ''],
  ['JSON that is no object', 200, '[1]'],
  ['the error page of a proxy', 502, '<html>Bad Gateway</html>'],
  ['JSON without an error', 404, '{"detail":"Not Found"}'],
])('%s is not taken for an answer of a gateway', async (_name, status, body) => {
  const url = await serve((_request, response) => response.writeHead(status).end(body))
  const error = await rejection(createClient({ baseUrl: url }).GET('/accounts/info'))
  expect(error).toMatchObject({ name: 'ConnectionError', kind: 'not_a_gateway' })
})

test('an answer of failure with an error alone is understood, as other gateways send it', async () => {
  const url = await serve((_request, response) => response.writeHead(400).end('{"error":"No"}'))
  const error = await rejection(createClient({ baseUrl: url }).GET('/accounts/info'))
  expect(error).toMatchObject({ name: 'QuivaError', status: 400, error: 'No', message: 'No', code: 'unknown' })
})

test('an answer without end is cut off', async () => {
  const url = await serve((_request, response) => {
    const chunk = Buffer.alloc(1_048_576, 'x')
    const write = () => {
      while (response.write(chunk));
    }
    response.on('drain', write)
    write()
  })
  const error = await rejection(createClient({ baseUrl: url }).GET('/accounts/info'))
  expect(error).toMatchObject({ kind: 'not_a_gateway', message: expect.stringContaining('too large') })
})

test.each(['before the answer', 'in the middle of the answer'])('waiting ends after the timeout, %s', async (when) => {
  const url = await serve((_request, response) => {
    if (when !== 'before the answer') response.write('{"data":')
  })
  const error = await rejection(createClient({ baseUrl: url, timeoutMs: 100 }).GET('/accounts/info'))
  expect(error).toMatchObject({ kind: 'no_answer', message: `No answer from ${url} within 0.1 s` })
})

test('where nobody listens, the error says so and names the server but not the query', async () => {
  const url = await serve(() => undefined)
  const server = servers.pop()
  await new Promise((resolve) => server?.close(resolve))
  const params = { query: { email: 'ada@example.com' } }
  const error = await rejection(createClient({ baseUrl: url }).GET('/accounts/api-keys', { params }))
  expect(error).toMatchObject({ kind: 'no_answer', message: `No answer from ${url} (ECONNREFUSED)` })
})

test('a caller that aborts gets its own reason back', async () => {
  const url = await serve(() => undefined)
  const reason = new Error('changed my mind')
  const signal = AbortSignal.abort(reason)
  const error = await rejection(createClient({ baseUrl: url }).GET('/accounts/info', { signal }))
  expect(error).toBe(reason)
})

/** An answer in lines: writes each piece, then ends, or does what `end` says. */
function lines(pieces: (string | Buffer)[], end: 'whole' | 'broken' | 'silent' = 'whole') {
  return serve(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for (const piece of pieces) {
      response.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    if (end === 'whole') response.end()
    if (end === 'broken') response.destroy()
  })
}

async function readAll(url: string, timeoutMs = 5000): Promise<string[]> {
  const client = createClient({ baseUrl: url, credential: { apiKey: 'ms-0' }, timeoutMs })
  const read: string[] = []
  for await (const line of client.LINES('/accounts/audit-events/export')) read.push(line)
  return read
}

test('lines come whole, however the answer is cut', async () => {
  const bytes = Buffer.from('{"a":"é😀"}\n{"b":2}\n')
  expect(await readAll(await lines([...bytes].map((byte) => Buffer.of(byte))))).toEqual(['{"a":"é😀"}', '{"b":2}'])
  expect(await readAll(await lines([]))).toEqual([])
})

test.each<[string, string[], 'whole' | 'broken' | 'silent']>([
  ['whose connection breaks', ['{"a":1}\n'], 'broken'],
  ['that ends in the middle of a line', ['{"a":1}\n{"b"'], 'whole'],
  ['that falls silent', ['{"a":1}\n'], 'silent'],
])('lines of an answer %s do not pass for all there are', async (_name, pieces, end) => {
  const error = await rejection(readAll(await lines(pieces, end), 200))
  expect(error).toMatchObject({
    name: 'ConnectionError',
    kind: 'no_answer',
    message: expect.stringContaining('connection broke'),
  })
})

test('lines may take longer than one answer may, as long as something comes', async () => {
  const pieces = Array.from({ length: 40 }, (_, index) => `{"a":${index}}\n`)
  expect(await readAll(await lines(pieces), 100)).toHaveLength(40)
})

test('a failure in place of lines is told as ever, and a line without end is cut off', async () => {
  const refusing = await serve((_request, response) => response.writeHead(403).end('{"error":"No","code":"no"}'))
  expect(await rejection(readAll(refusing))).toMatchObject({ name: 'QuivaError', status: 403, code: 'no' })
  const endless = await lines(['x'.repeat(1_048_577)], 'silent')
  expect(await rejection(readAll(endless))).toMatchObject({ kind: 'not_a_gateway' })
})

test('who takes no more lines ends the answer', async () => {
  let closed = false
  const url = await serve((request, response) => {
    request.on('close', () => {
      closed = true
    })
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"a":1}\n{"b":2}\n')
  })
  for await (const line of createClient({ baseUrl: url }).LINES('/accounts/audit-events/export')) {
    expect(line).toBe('{"a":1}')
    break
  }
  await expect.poll(() => closed).toBe(true)
})
