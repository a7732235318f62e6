import { afterEach, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { listen, sendRaw } from '../../../test/http/raw-http.ts'

let test: TestGateway | undefined
afterEach(() => test?.close())

it.each([
  [undefined, 12_000, 200],
  [undefined, 20_000, 431],
  ['65536', 60_000, 200],
  ['65536', 70_000, 431],
  ['8192', 12_000, 431],
])('with MAX_HEADER_BYTES=%s a cookie of %i bytes is answered %i', async (setting, bytes, status) => {
  test = await openTestGateway('sqlite', { environment: setting === undefined ? {} : { MAX_HEADER_BYTES: setting } })
  const port = await listen(test)
  const head = `GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: ${'x'.repeat(bytes)}\r\n\r\n`
  const answer = await sendRaw(port, head)
  expect(answer.status).toBe(status)
  if (status === 431) expect(answer.body.code).toBe('headers_too_large')
})
