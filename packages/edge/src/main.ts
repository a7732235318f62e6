import cluster from 'node:cluster'
import manifest from '../package.json' with { type: 'json' }
import { metricsText } from './metrics.ts'
import { runAsProcess, SAMPLE_MS, startProcesses } from './processes.ts'
import { createReport, type Report } from './report.ts'
import { HELP, readArguments, readSettings, type Settings, SettingsError } from './settings.ts'
import { startWorker } from './worker.ts'

/** How long stopping may take, beyond the delay, before the process exits anyway. */
const SHUTDOWN_MS = 15_000

async function main(): Promise<void> {
  const { help, version } = readArguments(process.argv.slice(2))
  if (help) process.stdout.write(HELP)
  else if (version) process.stdout.write(`${manifest.version}\n`)
  else {
    const settings = readSettings(process.env)
    if (cluster.isWorker) {
      // A signal from the terminal reaches all processes, but the first one says when to stop.
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
      await runAsProcess(settings)
    } else await run(settings)
  }
}

async function run(settings: Settings): Promise<void> {
  const { host, port, processes, urls } = settings
  const report = createReport(settings, (line) => process.stderr.write(line))
  const edge = processes === 1 ? await startAlone(settings, report) : await startProcesses(settings, report)
  process.stdout.write(
    `quiva-edge answers on http://${host}:${port}/verify with ${processes} ${processes === 1 ? 'process' : 'processes'}, for ${urls.join(', ')}\n`,
  )
  let signals = 0
  const onSignal = () => {
    signals += 1
    // A second signal means: at once.
    if (signals > 1) process.exit(1)
    setTimeout(() => process.exit(1), settings.shutdownDelayMs + SHUTDOWN_MS).unref()
    void edge.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal)
}

async function startAlone(settings: Settings, report: Report): Promise<{ stop(): Promise<void> }> {
  const worker = await startWorker(settings, async () => metricsText([worker.sample()]))
  const looking = setInterval(() => report([worker.sample().state]), SAMPLE_MS)
  return {
    stop() {
      clearInterval(looking)
      return worker.stop()
    },
  }
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`quiva-edge cannot start:\n${error instanceof SettingsError ? reason : `  ${reason}`}\n`)
  process.exit(1)
})
