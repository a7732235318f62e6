/**
 * The main job from nothing in one run: a fresh gateway, an account, its mail confirmed, signed in, a key issued and
 * used, its creds tried on a real nats-server if there is one, the key deleted, and both refused. Ends with an error at
 * the first step that doesn't do what it should. Leaves nothing behind.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import { findNatsServer } from '../packages/gateway/test/nats/nats-releases.ts'
import { freePort, type NatsServer, startNatsServer } from '../packages/gateway/test/nats/nats-server.ts'

const root = path.join(import.meta.dirname, '..')
const gatewayMain = path.join(root, 'packages/gateway/bin/gateway.js')
const natsConfig = path.join(root, 'packages/gateway/src/commands/nats-config.ts')
const cliMain = path.join(root, 'packages/cli/bin/quiva.js')
const run = promisify(execFile)

const email = 'ada@example.com'
const password = 'correct-Horse7'

let steps = 0
function step(text: string): void {
  steps += 1
  process.stdout.write(`${String(steps).padStart(2)}. ${text}\n`)
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`expected ${what}`)
}

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quiva-demo-'))
  let nats: NatsServer | undefined
  let gateway: ChildProcess | undefined
  try {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const environment = { ...process.env, DATA_DIR: path.join(folder, 'data'), PORT: String(port), LOG_LEVEL: 'warn' }

    const natsServer = findNatsServer('2.10') ?? findNatsServer('2.9')
    if (natsServer) {
      const natsPort = await freePort()
      const config = await run(
        process.execPath,
        [natsConfig, '--listen', `127.0.0.1:${natsPort}`, '--store-dir', path.join(folder, 'nats')],
        { env: environment },
      )
      nats = await startNatsServer({ config: () => config.stdout, port: natsPort, program: natsServer })
      Object.assign(environment, { NATS_URL: nats.url })
      step('nats-config printed a configuration, and nats-server runs with it')
    } else {
      process.stdout.write('    nats-server is not on the PATH: the creds are issued, but not used\n')
    }

    gateway = spawn(process.execPath, [gatewayMain], { env: environment, stdio: ['ignore', 'inherit', 'inherit'] })
    await untilReady(url, gateway)
    step(`a fresh gateway listens on ${url}`)
    await tour(url, folder, nats)
    process.stdout.write(`\nDone: ${steps} steps.\n`)
  } finally {
    gateway?.kill('SIGTERM')
    if (gateway && gateway.exitCode === null) await once(gateway, 'exit')
    await nats?.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

async function tour(url: string, folder: string, nats: NatsServer | undefined): Promise<void> {
  const quiva = cli(url, folder)

  await quiva('signup', '--account', 'acme', '--email', email)
  step('quiva signup created the account acme')
  const code = await mailedCode(path.join(folder, 'data', 'mail'))
  await quiva('confirm', code)
  step('quiva confirm confirmed the address with the code from the mail')
  await quiva('login', '--email', email)
  step('quiva login signed in')

  const issued = await quiva('keys', 'issue', 'ci')
  const { key, creds, id } = issued as { key: string; creds: string; id: string }
  expect(/^ms-[0-9a-f]{32}$/.test(key), 'a key of the documented form')
  step(`quiva keys issue ci gave a key (ms-…${key.slice(-4)}) and creds`)
  for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
    const response = await fetch(`${url}/accounts/info`, { headers })
    expect(response.status === 200, `200 from GET /accounts/info, not ${response.status}`)
  }
  step('the API accepts the key, in X-Api-Key and in Authorization: Bearer')

  const connection = nats && (await useCreds(nats, creds))
  const started = performance.now()
  const deleted = (await quiva('keys', 'delete', id)) as { creds_revoked: boolean | null }
  step('quiva keys delete deleted the key')
  const refused = await fetch(`${url}/accounts/info`, { headers: { 'x-api-key': key } })
  expect(refused.status === 401, `401 for the deleted key, not ${refused.status}`)
  step('the API refuses the key')

  if (!nats || !connection) return
  expect(deleted.creds_revoked === true, 'that the servers confirmed the revocation')
  await Promise.race([
    connection.closed(),
    sleep(2000).then(() => Promise.reject(new Error('the connected client was not disconnected'))),
  ])
  step(`the connected client was disconnected ${Math.round(performance.now() - started)} ms after the delete began`)
  await expectRefused(nats, creds)
  step('the creds can no longer connect')
  await nats.restart()
  await expectRefused(nats, creds)
  step('the creds cannot connect after a restart of nats-server either')
}

/** Runs a command of `quiva` as a newcomer would, and gives what it prints as JSON. */
function cli(url: string, folder: string) {
  const env = {
    ...process.env,
    QUIVA_API_URL: url,
    QUIVA_PASSWORD: password,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
  }
  return async (...words: string[]): Promise<unknown> => {
    const { stdout } = await run(process.execPath, [cliMain, ...words, '--json'], { env })
    return JSON.parse(stdout)
  }
}

async function useCreds(nats: NatsServer, creds: string) {
  const connection = await connectWith(nats, creds)
  const subscription = connection.subscribe('demo.hello')
  connection.publish('demo.hello', 'hello')
  for await (const message of subscription) {
    expect(message.string() === 'hello', 'the message that was published')
    break
  }
  step('the creds connect to nats-server, publish and receive')
  return connection
}

function connectWith(nats: NatsServer, creds: string) {
  return connect({
    servers: nats.url,
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
    reconnect: false,
    timeout: 5000,
  })
}

async function expectRefused(nats: NatsServer, creds: string): Promise<void> {
  const outcome = await connectWith(nats, creds).then(
    async (connection) => {
      await connection.close()
      return 'admitted'
    },
    (error: unknown) => (error instanceof Error ? error.name : 'refused'),
  )
  expect(outcome === 'AuthorizationError', `that nats-server refuses the creds (it said: ${outcome})`)
}

async function untilReady(url: string, gateway: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 15_000; ; await sleep(50)) {
    if (gateway.exitCode !== null) throw new Error('the gateway ended')
    const ready = await fetch(`${url}/health/ready`).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    if (Date.now() > deadline) throw new Error('the gateway did not become ready within 15 s')
  }
}

async function mailedCode(mailFolder: string): Promise<string> {
  for (const deadline = Date.now() + 5000; ; await sleep(50)) {
    const [name] = (await readdir(mailFolder).catch(() => [])).filter((file) => file.endsWith('.eml'))
    const text = name && (await readFile(path.join(mailFolder, name), 'utf8'))
    const code = text && /^Code: (.+)$/m.exec(text)?.[1]
    if (code) return code
    if (Date.now() > deadline) throw new Error('the confirmation mail did not come within 5 s')
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `\nThe demo failed after step ${steps}: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exitCode = 1
})
