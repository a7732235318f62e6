/**
 * Follows the tutorials that install something: `npm run test:tutorials -- [--strict] [page …]`. What the suite has in
 * another form (linked packages, a stand-in for Next.js) is real here: packages come from the registry, and those of this
 * repository from their packed files. Says which page was not run and what it lacks; with `--strict` that is a failure.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { NEEDS } from '../e2e/tutorials/needs.ts'
import { openReader } from '../e2e/tutorials/reader.ts'

const FROM_REGISTRY = ['express', 'fastify', 'nextjs', 'agents']
const ALL = [...FROM_REGISTRY, 'python', 'fastapi', 'go']

const { values, positionals } = parseArgs({ options: { strict: { type: 'boolean' } }, allowPositionals: true })
const unknown = positionals.find((page) => !ALL.includes(page))
if (unknown !== undefined) throw new Error(`There is no page ${unknown} here. Pages: ${ALL.join(', ')}`)

const say = (page: string, text: string) => process.stdout.write(`${page.padEnd(8)} ${text}\n`)
const pages = positionals.length > 0 ? positionals : ALL
const hasRegistry = spawnSync('npm', ['view', 'express', 'version'], { timeout: 30_000 }).status === 0
const folder = mkdtempSync(path.join(os.tmpdir(), 'quiva-tutorials-'))
/** Where npm finds its registry, and how it gets there. */
const WAY =
  /^(?:npm_config_(?:userconfig|globalconfig|cache|cafile|registry)|(?:https?|no)_proxy|(?:node_extra|ssl)_.+)$/i
const environment: Record<string, string> = { NEXT_TELEMETRY_DISABLED: '1' }
for (const [name, value] of Object.entries(process.env)) if (WAY.test(name) && value) environment[name] = value
const reader = await openReader({ environment, limitMs: 900_000 })
let failed = 0
let left = 0
try {
  execFileSync(process.execPath, ['scripts/pack.ts', 'verifier', '--into', folder], { stdio: 'ignore' })
  for (const page of pages) {
    const why = lacks(page)
    if (why !== undefined) {
      left += 1
      say(page, `NOT RUN: ${why}`)
      continue
    }
    const began = performance.now()
    const wrong = await reader.read(page, { files: [path.join(folder, 'quiva-verifier-0.1.0.tgz')] })
    if (wrong.length > 0) failed += 1
    const seconds = Math.round((performance.now() - began) / 1000)
    say(page, wrong.length > 0 ? `FAILED: ${wrong.join('\n')}` : `does what it says (${seconds} s)`)
  }
} finally {
  await reader.close()
  rmSync(folder, { recursive: true, force: true })
}
if (failed > 0 || (values.strict === true && left > 0)) process.exitCode = 1

function lacks(page: string): string | undefined {
  const need = NEEDS[page]
  if (need !== undefined && !need.isHere()) return `needs ${need.what}: ${need.get}`
  return FROM_REGISTRY.includes(page) && !hasRegistry ? 'npm reaches no registry' : undefined
}
