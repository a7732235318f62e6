import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runWorld } from './run-world.ts'
import { VARIANTS } from './variants.ts'
import { runWorlds, shrink, stepsOf, traceOf, type Worlds } from './worlds.ts'

const HELP = `npm run simulate -- [options]

Runs the real code of gateways and verifiers in simulated worlds, and checks after every step that nothing is honoured
that was revoked (docs/simulation.md). A seed decides everything.

  --seed <number>      the worlds to run; random unless it is given
  --steps <number>     how many steps in all; 1000000 unless it is given
  --world <number>     only the world with this seed, and the end of its trace
  --lines <number>     how many lines of the trace; 80 unless it is given
  --variants [<text>]  each broken variant whose name contains the text, until it is caught or the steps are done
  --processes          the same with real processes on PostgreSQL: 2000 revocations, or as many as --steps says
  --help               this text
`

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string' },
    steps: { type: 'string' },
    world: { type: 'string' },
    lines: { type: 'string' },
    variants: { type: 'boolean' },
    processes: { type: 'boolean' },
    help: { type: 'boolean' },
  },
  allowPositionals: true,
})

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function numberOf(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new TypeError(`${text} is not a whole number`)
  return number
}

const grouped = (number: number): string => Math.round(number).toLocaleString('en')

function summary({ worlds, steps, simulatedMs, figures }: Worlds): string {
  const { changes, confirmed, by, checks, honoured, uses, fullWindows } = figures
  return (
    `${grouped(steps)} steps in ${grouped(worlds)} worlds, ${grouped(simulatedMs / 1000)} simulated seconds: ` +
    `${grouped(changes)} changes (${grouped(confirmed)} answered as confirmed, ${grouped(by)} with a time), ` +
    `${grouped(checks)} looks into memories, of which ${grouped(honoured)} had something; ` +
    `${grouped(uses)} uses of slices, ${grouped(fullWindows)} uses of rate limits that were used up`
  )
}

function explain(seed: number, lines: number): void {
  const run = runWorld({ seed, steps: stepsOf(seed) })
  if (run.failure) {
    const without = shrink(seed, run.faults)
    print(`Faults of this world: ${run.faults.filter((fault) => !without.includes(fault)).join('; ')}`)
    if (without.length > 0) print(`It breaks without these as well: ${without.join('; ')}`)
  }
  for (const line of traceOf(seed, { lines })) print(line)
}

function simulate(seed: number, steps: number, lines: number): void {
  print(`seed ${seed}`)
  let shown = performance.now()
  const all = runWorlds({
    ...{ seed, steps },
    onWorld(soFar) {
      if (performance.now() - shown < 5000) return
      shown = performance.now()
      print(`  ${grouped(soFar.steps)} steps …`)
    },
  })
  print(summary(all))
  if (!all.broken) return
  print(`\n${all.broken.message}\nRepeat this world with: npm run simulate -- --world ${all.broken.seed}\n`)
  explain(all.broken.seed, lines)
  process.exitCode = 1
}

function simulateVariants(text: string, seed: number, steps: number): void {
  print(`seed ${seed}`)
  for (const [name, variant] of Object.entries(VARIANTS)) {
    if (!name.includes(text)) continue
    const { broken, steps: done } = runWorlds({ seed, steps, variant })
    print(`${broken ? `caught after ${grouped(done)} steps` : 'NOT CAUGHT'}: ${name}\n    ${broken?.message ?? ''}`)
    if (!broken) process.exitCode = 1
  }
}

/** The test of the suite, with more revocations. */
function runProcesses(revocations: number): void {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'e2e/revoked-everywhere.test.ts', '--project', 'together']
  const env = { ...process.env, REVOCATIONS: String(revocations) }
  spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}

function main(): void {
  const lines = numberOf(values.lines, 80)
  const seed = numberOf(values.seed, randomInt(2 ** 32))
  const steps = numberOf(values.steps, 1_000_000)
  if (values.help) print(HELP)
  else if (values.processes) runProcesses(numberOf(values.steps, 2000))
  else if (values.world !== undefined) explain(numberOf(values.world, 0), lines)
  else if (values.variants) simulateVariants(positionals[0] ?? '', seed, steps)
  else simulate(seed, steps, lines)
}

main()
