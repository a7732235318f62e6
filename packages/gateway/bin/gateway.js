// Plain JavaScript: a Node.js that cannot run the TypeScript behind it says so instead of a syntax error, and what it
// keeps compiled is used from the first TypeScript file on, else the compiler of TypeScript would be loaded too.
import { mkdirSync } from 'node:fs'
import * as nodeModule from 'node:module'
import path from 'node:path'

const major = Number(process.versions.node.split('.')[0])
if (major >= 26) {
  keepCompiledCode()
  await import('../src/main.ts')
} else {
  process.stderr.write(
    `The gateway needs Node.js 26 or newer, but was started with ${process.version}. Start it with npm start.\n`,
  )
  process.exitCode = 1
}

/**
 * Has Node.js keep what it compiles, which makes later starts a third shorter and 20 MB smaller. In DATA_DIR, because
 * who can write there has the gateway anyway; in a folder for all, others could lay code for us to run. Where it cannot
 * be written, starts are as the first. `NODE_COMPILE_CACHE` names another folder, `NODE_DISABLE_COMPILE_CACHE=1` none.
 */
function keepCompiledCode() {
  if (process.argv.includes('--help') || process.argv.includes('--version')) return
  const folder = path.resolve(process.env.DATA_DIR?.trim() || './data', 'compiled')
  try {
    if (!process.env.NODE_COMPILE_CACHE) mkdirSync(folder, { recursive: true, mode: 0o700 })
    nodeModule.enableCompileCache(folder)
  } catch {
    // What is wrong with DATA_DIR, whoever needs it will say.
  }
}
