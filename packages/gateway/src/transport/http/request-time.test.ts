import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { listen, openSocket, readAnswer } from '../../../test/http/raw-http.ts'

/** In place of the 30 seconds that a request has. */
const SHORT_MS = 400

describe('the time that a request has to arrive', () => {
  let test: TestGateway
  let root: SignedInUser
  let port: number
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    root = await test.signUp()
    port = await listen(test)
  })
  afterAll(() => test.close())

  it('is half a minute for head and body together; the head alone has no longer', () => {
    // Node takes the greater of the two for the whole.
    const { server } = test.gateway.server
    expect([server.requestTimeout, server.headersTimeout]).toEqual([30_000, 30_000])
  })

  describe('once it is over', () => {
    beforeAll(() => {
      const { server } = test.gateway.server
      server.requestTimeout = SHORT_MS
      server.headersTimeout = SHORT_MS
    })

    const head = (length: number, bearer = root.bearer) =>
      `PATCH /accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${bearer}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`

    it('is answered with 408 in our form, and the connection ends', async () => {
      const socket = await openSocket(port)
      const ended = new Promise((resolve) => socket.once('end', resolve))
      socket.write(head(100))
      socket.write('{')
      const answer = await readAnswer(socket)
      expect([answer.status, answer.body.code, answer.headers.connection]).toEqual([408, 'request_timeout', 'close'])
      await ended
      socket.destroy()
    })

    // Attack: a byte now and then keeps many connections open, and a request alive until its right is another one.
    it('ends a request whose bytes come one by one', async () => {
      const socket = await openSocket(port)
      const answer = readAnswer(socket)
      socket.write(head(100))
      let sent = 0
      for (; sent < 100 && !socket.readableEnded; sent += 1) {
        socket.write(' ')
        await sleep(SHORT_MS / 4)
      }
      expect([(await answer).status, sent < 100]).toEqual([408, true])
      socket.destroy()
    })

    it('does not answer for the second time who was refused by their head', async () => {
      const socket = await openSocket(port)
      let received = ''
      socket.on('data', (chunk) => {
        received += String(chunk)
      })
      const ended = new Promise((resolve) => socket.once('close', resolve))
      socket.write(head(100, 'nonsense'))
      socket.write('{')
      socket.once('end', () => socket.end())
      await ended
      expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401'])
    })

    it('does not count for a request that is complete, however long its connection has been open', async () => {
      const socket = await openSocket(port)
      for (let n = 0; n < 3; n += 1) {
        const answer = readAnswer(socket)
        socket.write(`GET /accounts/info HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${root.bearer}\r\n\r\n`)
        expect((await answer).status).toBe(200)
        socket.removeAllListeners('data')
        await sleep(SHORT_MS * 2)
      }
      socket.destroy()
    })
  })
})
