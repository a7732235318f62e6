/** The benchmark: `npm run bench`. What it measures, how and why stands in docs/benchmarks.md. */
import { parseArgs } from 'node:util'
import { measureBarrier } from './barrier.ts'
import { measureCaching } from './caching.ts'
import { measureEdge } from './edge.ts'
import { type Figure, table } from './figures.ts'
import { measureFlooding } from './flooding.ts'
import { startGenerator } from './generator.ts'
import { measureImporting } from './importing.ts'
import { measureIssuing } from './issuing.ts'
import { measureLibrary } from './library.ts'
import { measureHuge, measureManyKeys } from './many-keys.ts'
import { measurePages } from './pages.ts'
import { measurePeer } from './peer.ts'
import { measureReading } from './reading.ts'
import { measurePostgres } from './revocation.ts'
import { type Bench, quick, thorough } from './settings.ts'
import { openStage } from './stage.ts'
import { measureStarting } from './starting.ts'
import { countStatements } from './statements.ts'
import { measureTls } from './tls.ts'
import { measureVerifying } from './verifying.ts'
import { measureWebhooks } from './webhooks.ts'

const HELP = `Usage: npm run bench -- [options]

  --quick            a first impression in about eight minutes: fewer and shorter runs, 100,000 keys instead of 1,000,000.
                     Without it, a run takes about 16 minutes
  --only <names>     only these measurements, separated by commas: starting, reading, verifying, library,
                     edge, tls, caching, keys, pages, issuing, importing, postgres, barrier,
                     flooding, webhooks, statements, peer (which installs better-auth from npm into a
                     temporary folder); and huge, which only runs if it is named, and is the same as --huge
  --huge             also ten million keys in the database (with --quick a million), compared with 1,000: about five
                     minutes more, and 12 GB of TMPDIR
  --json             prints the result as JSON on standard output
  --strict           exit code 1 if a target is missed (otherwise only if something could not be measured)
  --profile <folder> writes a V8 CPU profile of each gateway to this folder; this makes the figures lower
`

const measurements: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  starting: measureStarting,
  reading: measureReading,
  verifying: measureVerifying,
  library: measureLibrary,
  edge: measureEdge,
  tls: measureTls,
  caching: measureCaching,
  keys: measureManyKeys,
  huge: measureHuge,
  pages: measurePages,
  issuing: measureIssuing,
  importing: measureImporting,
  postgres: measurePostgres,
  barrier: measureBarrier,
  flooding: measureFlooding,
  webhooks: measureWebhooks,
  statements: countStatements,
  peer: measurePeer,
}
/** It needs much time and disk. */
const ONLY_IF_NAMED = ['huge']

async function main(): Promise<number> {
  const usual = Object.keys(measurements).filter((name) => !ONLY_IF_NAMED.includes(name))
  const { values: options } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: usual.join(',') },
      huge: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (options.help) {
    process.stdout.write(HELP)
    return 0
  }
  const startedAt = performance.now()
  const say = (text: string) =>
    void process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${text}\n`)
  const stage = openStage(options.profile)
  const generator = startGenerator(stage)
  say(`Node ${process.versions.node}, ${stage.cores}`)

  const settings = options.quick ? quick : thorough
  const figures: Figure[] = []
  const failures: { measurement: string; error: string }[] = []
  const names = options.only.split(',')
  if (options.huge && !names.includes('huge')) names.push('huge')
  for (const name of names) {
    const measure = measurements[name]
    if (!measure) throw new Error(`there is no measurement "${name}"\n\n${HELP}`)
    try {
      const since = performance.now()
      figures.push(...(await measure({ stage, generator, settings, say })))
      say(`${name} took ${((performance.now() - since) / 1000).toFixed(0)} s`)
    } catch (error) {
      if (stage.interrupted()) await new Promise<never>(() => {})
      failures.push({ measurement: name, error: error instanceof Error ? error.message : String(error) })
    }
  }
  await generator.stop()
  stage.clear()

  const { node } = process.versions
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ node, cores: stage.cores, quick: options.quick, figures, failures }, null, 2)}\n`
      : `${table(figures)}\n`,
  )
  for (const { measurement, error } of failures)
    process.stderr.write(`could not be measured: ${measurement}: ${error}\n`)
  return failures.length > 0 || (options.strict && figures.some(({ met }) => met === false)) ? 1 : 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  },
)
