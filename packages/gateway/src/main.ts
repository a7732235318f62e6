import { type Gateway, openGateway } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { explain, StartupError } from './errors/startup-error.ts'
import { createLog, type Log } from './log.ts'
import { printWelcome } from './welcome.ts'

/** How long a shutdown may take before the process ends all the same; orchestrators kill after 30 s. */
const SHUTDOWN_MS = 25_000

/** Reads the environment, opens what it needs, listens, and closes gracefully. The only place that may exit. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(
      'Usage: npm start\n\nEverything is configured by environment variables: see docs/configuration.md.\n',
    )
    return
  }
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const gateway = await openGateway(config, log)
  const serving = serve(gateway, config, log)
  closeOnSignal(gateway, serving, log)
  await serving
}

async function serve(gateway: Gateway, config: Config, log: Log): Promise<void> {
  await gateway.server.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES' && error.code !== 'EADDRNOTAVAIL') throw error
    const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${error.code})`
    throw new StartupError(`${config.host}:${config.port} ${why}. Set HOST and PORT to another address.`, {
      cause: error,
    })
  })
  await gateway.start()
  const address = gateway.server.server.address()
  printWelcome(config, typeof address === 'object' && address ? address.port : config.port, log)
}

/** A signal counts from the moment at which somebody could be using the gateway, so before it has wholly started. */
function closeOnSignal(gateway: Gateway, serving: Promise<void>, log: Log): void {
  let closing = false
  const close = (signal: NodeJS.Signals) => {
    if (closing) return
    closing = true
    log.info({ signal }, 'stopping: finishing the requests in flight')
    const overdue = setTimeout(() => {
      log.error({}, 'stopping took too long')
      process.exit(1)
    }, SHUTDOWN_MS)
    overdue.unref()
    serving
      .then(() => gateway.close())
      .then(
        () => log.info({}, 'stopped'),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed')
          process.exitCode = 1
        },
      )
  }
  process.on('SIGTERM', close)
  process.on('SIGINT', close)
}

main().catch((error: unknown) => {
  process.stderr.write(`quiva-gateway cannot start:\n${explain(error)}\n`)
  process.exit(1)
})
