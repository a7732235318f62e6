import { parseArgs } from 'node:util'
import { type Figure, table } from './figures.ts'
import { startGenerator } from './generator.ts'
import { measureIssuing } from './issuing.ts'
import { measureManyKeys, measureReading } from './reading.ts'
import { quick, thorough } from './settings.ts'
import { openStage } from './stage.ts'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    profile: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const measurements = { reading: measureReading, keys: measureManyKeys, issuing: measureIssuing }

const stage = openStage(options.profile)
const generator = startGenerator(stage)
const settings = options.quick ? quick : thorough
const say = (t: string) => void process.stderr.write(`${t}\n`)
const figures: Figure[] = []
for (const [name, m] of Object.entries(measurements)) {
  if (options.only && options.only !== name) continue
  figures.push(...(await m({ stage, generator, settings, say })))
}
process.stdout.write(`${table(figures)}\n`)
await generator.stop()
process.exit(0)
