import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, test } from 'vitest'
import { describeEngines, openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { openTestGateway } from '../packages/gateway/test/gateway.ts'
import { freePort } from '../packages/gateway/test/nats/nats-server.ts'
import { call } from './http.ts'
import { type GatewayProcess, mailTo, readMails, runGateway, signUp, startGateway } from './process.ts'

/** Orchestrators give 30 s; what waits for a connection or a time-out of its own takes longer than that. */
const PROMPT_MS = 10_000

function endPromptly(gateway: GatewayProcess, signal: NodeJS.Signals = 'SIGTERM') {
  gateway.signal(signal)
  return endsPromptly(gateway)
}

/** After a signal. Another one could meet a process that is past all its work, and no longer listens to any. */
async function endsPromptly(gateway: GatewayProcess) {
  const began = Date.now()
  const ended = await gateway.ended
  expect({ code: ended.code, signal: ended.signal }).toEqual({ code: 0, signal: null })
  expect(Date.now() - began).toBeLessThan(PROMPT_MS)
  return ended
}

describeEngines('stopping', (engine) => {
  it('lets every request in flight finish, and takes no new connection', async () => {
    const place = await openPlace(engine)
    const gateway = await startGateway(place)
    // Each has a connection that the gateway has accepted: what waits in the kernel's queue is in nobody's flight.
    await Promise.all(Array.from({ length: 16 }, () => call(gateway.client, 'GET /health/live')))
    // Two passwords are hashed at a time, so that all of them are in flight for a while.
    let answered = 0
    const requests = Array.from({ length: 16 }, (_, index) => {
      const body = { name: `account ${index}`, root_email: `root@${index}.example.com`, password: 'correct-Horse7' }
      return call(gateway.client, 'POST /accounts', { body }).finally(() => {
        answered += 1
      })
    })
    await Promise.race(requests)
    gateway.signal('SIGTERM')
    await expect.poll(() => isRefused(gateway.url), { interval: 1 }).toBe(true)
    expect(answered).toBeLessThan(16)
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(Array(16).fill(200))
    await endsPromptly(gateway)
    await place.remove()
  })

  it('answers what still comes on a busy connection as ever, and ends the connection then', async () => {
    const place = await openPlace(engine)
    const gateway = await startGateway(place)
    // What is slow at first is over, so that the request is at work when the signal comes.
    await call(gateway.client, 'POST /accounts/resend-confirmation', { body: { email: 'nobody@example.com' } })
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => {})
    const closed = once(socket, 'close')
    let received = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk
    })
    const body = JSON.stringify({ name: 'a', root_email: 'a@example.com', password: 'correct-Horse7' })
    socket.write(
      `POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`,
    )
    socket.write(`\r\n\r\n${body}`)
    await sleep(30)
    gateway.signal('SIGTERM')
    await expect.poll(() => isRefused(gateway.url), { interval: 1 }).toBe(true)
    expect(received).toBe('')
    socket.write('GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n')
    await closed
    const [first = '', second = ''] = received.split(/(?=HTTP\/1\.1 )/)
    expect(first).toMatch(/^HTTP\/1\.1 200 /)
    expect(second).toMatch(/^HTTP\/1\.1 (404|503) /)
    expect(second).toMatch(/"code":"(not_found|unavailable)"/)
    await endsPromptly(gateway)
    await place.remove()
  })

  it('writes when keys were last used before it goes', async () => {
    const place = await openPlace(engine)
    const gateway = await startGateway(place)
    const { bearer } = await signUp(gateway, place)
    const issued = await call(gateway.client, 'POST /accounts/api-key', { bearer, body: { key_name: 'ci' } })
    await call(gateway.client, 'GET /accounts/info', { key: issued.body.data.key })
    await endPromptly(gateway, 'SIGINT')
    const next = await startGateway(place)
    const [key] = (await call(next.client, 'GET /accounts/api-keys', { bearer })).body.data
    expect(Date.now() - Date.parse(key.last_used_on)).toBeLessThan(20_000)
    await endPromptly(next)
    await place.remove()
  })

  it('loses no mail: what the outbox had not begun is sent after the next start, and each mail once', async () => {
    const place = await openPlace(engine)
    const gateway = await startGateway(place)
    const users = Array.from({ length: 20 }, (_, index) => `person-${index}@example.com`)
    const created = await Promise.all(
      users.map((email) =>
        call(gateway.client, 'POST /accounts', {
          body: { name: email, root_email: email, password: 'correct-Horse7' },
        }),
      ),
    )
    expect(created.map(({ status }) => status)).toEqual(users.map(() => 200))
    await endPromptly(gateway)
    const next = await startGateway(place)
    for (const email of users) await mailTo(place, email)
    await endPromptly(next)
    const mails = await readMails(place)
    expect(mails.map(({ to }) => to).sort()).toEqual(users.sort())
    await place.remove()
  })
})

test('is not held up by connections that stay open without a request', async () => {
  const place = await openPlace('sqlite')
  const gateway = await startGateway(place)
  const { port } = new URL(gateway.url)
  const silent = connect(Number(port), '127.0.0.1').on('error', () => {})
  await call(gateway.client, 'GET /health/ready')
  expect((await endPromptly(gateway)).output).toContain('"msg":"stopped"')
  silent.destroy()
  await place.remove()
})

test('SIGHUP ends it as SIGTERM does', async () => {
  const place = await openPlace('sqlite')
  const gateway = await startGateway(place)
  expect((await endPromptly(gateway, 'SIGHUP')).output).toContain('"msg":"stopped"')
  await place.remove()
})

test('with SHUTDOWN_DELAY_SECONDS it says that it is not ready, and takes requests and connections as ever; a second signal ends the wait', async () => {
  const place = await openPlace('sqlite')
  const gateway = await startGateway(place, { SHUTDOWN_DELAY_SECONDS: '60' })
  expect((await call(gateway.client, 'GET /health/ready')).status).toBe(200)
  gateway.signal('SIGTERM')
  await expect.poll(async () => (await call(gateway.client, 'GET /health/ready')).status).toBe(503)
  expect((await call(gateway.client, 'GET /health/live')).status).toBe(200)
  expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200)
  const body = { name: 'late', root_email: 'late@example.com', password: 'correct-Horse7' }
  expect((await call(gateway.client, 'POST /accounts', { body })).status).toBe(200)
  await endPromptly(gateway)
  await place.remove()
})

test('with SHUTDOWN_DELAY_SECONDS it goes when they are over', async () => {
  const place = await openPlace('sqlite')
  const gateway = await startGateway(place, { SHUTDOWN_DELAY_SECONDS: '1' })
  const from = Date.now()
  expect((await gateway.end('SIGTERM')).code).toBe(0)
  expect(Date.now() - from).toBeGreaterThanOrEqual(1000)
  await place.remove()
})

function isRefused(url: string): Promise<boolean> {
  const { port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true))
    socket.once('connect', () => socket.destroy())
  })
}

describe('a start that cannot succeed ends with exit code 1 and a text that says what to do', () => {
  const text = async (environment: Record<string, string>) => {
    const { code, output } = await runGateway(environment)
    expect(output).not.toMatch(/^\s+at /m)
    return { code, output }
  }
  const failure = (...lines: string[]) => ({ code: 1, output: `quiva-gateway cannot start:\n${lines.join('\n')}\n` })

  test('a second process on the same SQLite database', async () => {
    const place = await openPlace('sqlite')
    const first = await openTestGateway('sqlite', { place })
    expect(await text(place.environment)).toEqual(
      failure(
        `${path.join(place.dataDir, 'gateway.db')} is in use by another gateway process. Stop that process first, or use PostgreSQL to run several gateways.`,
      ),
    )
    expect((await first.call('GET /health/ready')).status).toBe(200)
    await first.close()
    await place.remove()
  })

  async function placeInUse(): Promise<Place> {
    const place = await openPlace('sqlite')
    await (await openTestGateway('sqlite', { place })).close()
    return place
  }

  test('the wrong master key', async () => {
    const place = await placeInUse()
    const MASTER_KEY = randomBytes(32).toString('base64')
    expect(await text({ ...place.environment, MASTER_KEY })).toEqual(
      failure(
        'The master key (MASTER_KEY, MASTER_KEY_PREVIOUS or master.key) is not the key that this database was sealed with. Use the key that belongs to this database.',
      ),
    )
    await (await openTestGateway('sqlite', { place })).close()
    await place.remove()
  })

  test('no master key any more', async () => {
    const place = await placeInUse()
    const file = path.join(place.dataDir, 'master.key')
    rmSync(file)
    expect(await text(place.environment)).toEqual(
      failure(`The database contains sealed data, but there is no master key. Set MASTER_KEY, or put ${file} back.`),
    )
    await place.remove()
  })

  test('wrong variables: all of them at once, and no value repeated', async () => {
    const environment = { PORT: '80800', MASTER_KEY: 'hunter2', SMTP_URL: 'mail.example.com', LOG_LEVEL: 'loud' }
    expect(await text(environment)).toEqual(
      failure(
        'PORT must be a whole number from 0 to 65535',
        'MASTER_KEY must be 32 bytes in base64',
        'SMTP_URL must be smtp://… or smtps://…',
        'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      ),
    )
  })

  test('a port that is taken', async () => {
    const place = await openPlace('sqlite')
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const PORT = String(typeof address === 'object' ? address?.port : undefined)
    const { code, output } = await text({ ...place.environment, PORT })
    expect(code).toBe(1)
    expect(output).toContain(
      `127.0.0.1:${PORT} is in use by another program. Stop that program, or set PORT to another number.`,
    )
    other.close()
    await place.remove()
  })

  test('PostgreSQL that does not answer, without its password in the text', async () => {
    const place = await openPlace('sqlite')
    const DATABASE_URL = `postgres://someone:hunter2@127.0.0.1:${await freePort()}/quiva`
    const MASTER_KEY = randomBytes(32).toString('base64')
    const { code, output } = await runGateway({ DATA_DIR: place.dataDir, DATABASE_URL, MASTER_KEY })
    expect(code).toBe(1)
    expect(output).toContain('ECONNREFUSED')
    expect(output).not.toContain('hunter2')
    await place.remove()
  })
})
