import { setTimeout as sleep } from 'node:timers/promises'
import manifest from '../package.json' with { type: 'json' }
import type { Gateway } from './app.ts'
import { readArguments } from './commands/read-arguments.ts'
import { buildConsole } from './features/console/build.ts'
import { type Config, readConfig } from './platform/config/config.ts'
import { HOW_TO_START, howToRunAlone, IN_A_CLONE } from './platform/config/how-to-run.ts'
import { explain, StartupError } from './platform/errors/startup-error.ts'
import { createLog, type Log } from './platform/log.ts'
import { printWelcome } from './welcome.ts'

const HELP = `Usage: ${HOW_TO_START} [${IN_A_CLONE ? '-- ' : ''}--version | --help]

Starts the gateway. All settings are environment variables (docs/configuration.md), and none is required. Those that
decide where it is:

  PORT, HOST    where it listens; default 8080 and 127.0.0.1
  PUBLIC_URL    the address at which people and programs reach it; default http://localhost:8080
  DATA_DIR      the folder with its database and its keys; default ./data
  DATABASE_URL  postgres://user:password@host/database instead of SQLite; then MASTER_KEY is required

Beside it, an operator runs these commands; each explains itself with ${IN_A_CLONE ? '-- ' : ''}--help:

  ${howToRunAlone('accounts')}             list, restore and suspend accounts, remove second factors
  ${howToRunAlone('backup')}               back up a gateway with SQLite, also while it runs
  ${howToRunAlone('restore')}              restore what backup wrote into an empty folder
  ${howToRunAlone('migrate-to-postgres')}  copy all from SQLite into an empty PostgreSQL
  ${howToRunAlone('nats-config')}          print a configuration for nats-server
  ${howToRunAlone('rotate-master-key')}    seal everything again under a new master key
  ${howToRunAlone('rotate-signing-key')}   change the key that signs access tokens
`

/** How long closing may take before the process exits anyway; orchestrators kill it after 30 s. */
const SHUTDOWN_MS = 25_000

/** Reads the environment, opens the gateway, listens, and closes gracefully. Only this file may exit the process. */
async function main(): Promise<void> {
  const { help, version } = readArguments({ help: { type: 'boolean' }, version: { type: 'boolean' } }, HELP)
  if (help) return void process.stdout.write(HELP)
  if (version) return void process.stdout.write(`${manifest.version}\n`)
  const config = readConfig(process.env)
  // Nearly all of the program, which is loaded once it is known that it can start.
  const { openGateway } = await import('./app.ts')
  if (config.servesConsole) await buildConsole({ environment: process.env })
  const log = createLog(config.logLevel)
  const gateway = await openGateway(config, log)
  const serving = serve(gateway, config, log)
  closeOnSignal(gateway, serving, config, log)
  await serving.catch(async (error: unknown) => {
    // Closing takes a while. Whoever waits for the start reads the reason first.
    printFailure(error)
    await abandon(gateway, log)
  })
}

/** Closes a gateway that could not start. Clients may be connected already: requests in flight are cut off. */
async function abandon(gateway: Gateway, log: Log): Promise<void> {
  const closed = close(gateway, log)
  gateway.server.server.closeAllConnections()
  await closed
  process.exit(1)
}

/** Why the gateway cannot listen at its address, and what to do. */
const WHY_NOT = {
  EADDRINUSE: 'is in use by another program. Stop that program, or set PORT to another number.',
  EACCES: 'is not allowed to this user (EACCES). Set PORT to a number above 1023, and put a proxy in front.',
  EADDRNOTAVAIL: 'is no address of this machine (EADDRNOTAVAIL). Set HOST to one of its addresses, or to 0.0.0.0.',
}
const isReason = (code: string | undefined): code is keyof typeof WHY_NOT =>
  code !== undefined && Object.hasOwn(WHY_NOT, code)

async function serve(gateway: Gateway, config: Config, log: Log): Promise<void> {
  await gateway.server.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
    if (!isReason(error.code)) throw error
    throw new StartupError(`${config.host}:${config.port} ${WHY_NOT[error.code]}`, { cause: error })
  })
  await gateway.start()
  const address = gateway.server.server.address()
  printWelcome(config, typeof address === 'object' && address ? address.port : config.port, log)
}

/** Signals are handled as soon as the server listens, since clients may use it before the start is complete. */
function closeOnSignal(gateway: Gateway, serving: Promise<void>, config: Config, log: Log): void {
  const hurry = new AbortController()
  let signals = 0
  const onSignal = (signal: NodeJS.Signals) => {
    signals += 1
    // A second signal means: do not wait for load balancers.
    if (signals > 1) return hurry.abort()
    serving
      .then(() => drain(gateway, config.shutdownDelaySeconds, signal, hurry.signal, log))
      .then(() => close(gateway, log))
      .catch(() => {})
  }
  // SIGHUP: the terminal or the session in which the gateway was started has closed.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal)
}

/** Goes on serving for a while, but reports that it is not ready, so that load balancers send no more clients. */
async function drain(
  gateway: Gateway,
  seconds: number,
  signal: NodeJS.Signals,
  hurry: AbortSignal,
  log: Log,
): Promise<void> {
  if (seconds === 0) return log.info({ signal }, 'stopping: finishing the requests in flight')
  gateway.drain()
  log.info({ signal, seconds }, 'not ready any more: still serving for a while, so that load balancers notice')
  await sleep(seconds * 1000, undefined, { signal: hurry }).catch(() => {})
  log.info({}, 'stopping: finishing the requests in flight')
}

async function close(gateway: Gateway, log: Log): Promise<void> {
  const overdue = setTimeout(() => {
    log.error({}, 'stopping took too long')
    process.exit(1)
  }, SHUTDOWN_MS)
  overdue.unref()
  try {
    await gateway.close()
    log.info({}, 'stopped')
  } catch (error) {
    log.error({ err: error }, 'stopping failed')
    process.exitCode = 1
  }
}

function printFailure(error: unknown): void {
  process.stderr.write(`quiva-gateway cannot start:\n${explain(error)}\n`)
}

main().catch((error: unknown) => {
  printFailure(error)
  process.exit(1)
})
