import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { inspect } from '../packages/gateway/test/database/inspect.ts'
import { freePort } from '../packages/gateway/test/nats/nats-server.ts'
import { NODE_COMPILE_CACHE } from '../packages/gateway/test/run/compile-cache.ts'
import { runGateway, startGateway } from './process.ts'

const OWN_CACHE = { NODE_COMPILE_CACHE: '' }

describe('a start', () => {
  let place: Place
  beforeEach(async () => {
    place = await openPlace('sqlite')
  })
  afterEach(() => place.remove())

  it('keeps what Node.js compiled in DATA_DIR, for its owner alone, and compiles anew what is damaged there', async () => {
    await (await startGateway(place, OWN_CACHE)).end('SIGTERM')
    const folder = path.join(place.dataDir, 'compiled')
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const [version = ''] = await readdir(folder)
    const files = (await readdir(path.join(folder, version))).map((name) => path.join(folder, version, name))
    expect(files.length).toBeGreaterThan(100)
    for (const file of files) await writeFile(file, 'not compiled code')
    expect(await (await startGateway(place, OWN_CACHE)).end('SIGTERM')).toMatchObject({ code: 0 })
  })

  it('does without where that cannot be written', async () => {
    await writeFile(path.join(place.dataDir, 'compiled'), 'in the way')
    const gateway = await startGateway(place, OWN_CACHE)
    expect(await gateway.end('SIGTERM')).toMatchObject({ code: 0 })
  })

  it('that fails closes what is open already, and has begun no work', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { code, output } = await runGateway({ ...place.environment, METRICS_PORT: String(port) })
    other.close()
    expect([code, output]).toEqual([1, expect.stringContaining(`The gateway cannot listen on METRICS_PORT ${port}.`)])
    // SQLite removes its log when the last connection closes.
    expect((await readdir(place.dataDir)).filter((name) => name.endsWith('-wal'))).toEqual([])
    expect(await inspect(place, (db) => db.selectFrom('outbox').selectAll().execute())).toEqual([])
  })

  // Attack: whoever reaches the port between listening and the failure leaves a request half sent.
  it('that fails ends at once, though a client has sent half a request', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const taken = typeof address === 'object' ? address?.port : undefined
    const port = await freePort()
    // The port of the metrics is asked for a second later, so that the client comes before the failure.
    const late = `import { Server } from 'node:net'
      const { listen } = Server.prototype
      Server.prototype.listen = function (...at) {
        const ofMetrics = at[0] === ${taken} || at[0]?.port === ${taken}
        if (ofMetrics) setTimeout(() => listen.apply(this, at), 1000)
        else listen.apply(this, at)
        return this
      }`
    const ended = runGateway({
      ...place.environment,
      PORT: String(port),
      METRICS_PORT: String(taken),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(late)}`,
    })
    const client = await connectTo(port)
    client.write('POST /accounts/auth-with-password HTTP/1.1\r\nHost: gateway\r\n')
    client.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{')
    const from = performance.now()
    const { code, output } = await ended
    other.close()
    client.destroy()
    expect([code, output]).toEqual([1, expect.stringContaining(`The gateway cannot listen on METRICS_PORT ${taken}.`)])
    expect(performance.now() - from).toBeLessThan(15_000)
  })
})

it('npm start is the gateway itself: whoever ends npm ends it, and nothing is left running', async () => {
  const place = await openPlace('sqlite')
  const port = await freePort()
  const env = {
    PATH: process.env.PATH ?? '',
    ...place.environment,
    PORT: String(port),
    CONSOLE: 'off',
    NODE_COMPILE_CACHE,
  }
  const npm = spawn('npm', ['start'], { cwd: fileURLToPath(new URL('..', import.meta.url)), env, stdio: 'ignore' })
  const ended = once(npm, 'exit')
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/health/live`).then(
      () => true,
      () => false,
    )
  await expect.poll(isUp, { timeout: 45_000, interval: 50 }).toBe(true)
  npm.kill('SIGTERM')
  await ended
  await expect.poll(isUp, { timeout: 5000, interval: 50 }).toBe(false)
  await place.remove()
})

it('--help says how to configure the gateway, and leaves nothing behind', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'quiva-help-'))
  const { code, output } = await runGateway({ DATA_DIR: path.join(parent, 'data'), ...OWN_CACHE }, '--help')
  expect([code, output]).toEqual([0, expect.stringContaining('docs/configuration.md')])
  expect(await readdir(parent)).toEqual([])
  await rm(parent, { recursive: true })
})

it.each([
  ['--version', 0, /^\d+\.\d+\.\d+\n$/],
  ['--port=8080', 1, /Unknown option '--port'[\s\S]*Usage: npm start/],
  ['start', 1, /Unexpected argument 'start'[\s\S]*Usage: npm start/],
])('with the argument %s it ends with %i', async (argument, status, text) => {
  const parent = await mkdtemp(path.join(tmpdir(), 'quiva-arguments-'))
  // Compiled in a moment where nothing is said about what is left behind.
  const cache = status === 0 ? OWN_CACHE : {}
  const { code, output } = await runGateway({ DATA_DIR: path.join(parent, 'data'), ...cache }, argument)
  expect([code, output]).toEqual([status, expect.stringMatching(text)])
  expect(output).not.toMatch(/^\s+at /m)
  if (status === 0) expect(await readdir(parent)).toEqual([])
  await rm(parent, { recursive: true })
})

/** Tries again until something listens there. */
async function connectTo(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const opened = await once(socket, 'connect').catch(() => undefined)
    if (opened) return socket.on('error', () => {})
    await sleep(20)
  }
}
