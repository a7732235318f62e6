/**
 * Makes the packages that people install: `npm run pack -- client cli --into FOLDER`, by default all of them, into this
 * folder. Prints the name of each file. Nothing of it is published: `npm install FILE` takes what it makes.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { stage } from './packing/stage.ts'

const ALL = ['client', 'cli', 'verifier', 'edge', 'gateway']

const { values, positionals } = parseArgs({ options: { into: { type: 'string' } }, allowPositionals: true })
const unknown = positionals.find((name) => !ALL.includes(name))
if (unknown !== undefined) throw new Error(`There is no package ${unknown}. Packages: ${ALL.join(', ')}`)
const into = path.resolve(values.into ?? '.')
for (const name of positionals.length > 0 ? positionals : ALL) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `quiva-pack-${name}-`))
  try {
    await stage(name, folder)
    execFileSync('npm', ['pack', '--silent', '--pack-destination', into], { cwd: folder, stdio: 'inherit' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
