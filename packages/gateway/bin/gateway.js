#!/usr/bin/env node
// Plain JavaScript: a Node.js that cannot run what is behind it says so instead of a syntax error, and what it keeps
// compiled is used from the first file of the program on; in a clone, else the compiler of TypeScript would be loaded.
import { mkdirSync } from 'node:fs'
import * as nodeModule from 'node:module'
import path from 'node:path'

/** What an operator runs beside the gateway, by the first argument. */
const COMMANDS = {
  accounts: () => import('../src/commands/accounts.ts'),
  backup: () => import('../src/commands/backup.ts'),
  'migrate-to-postgres': () => import('../src/commands/migrate-to-postgres.ts'),
  'nats-config': () => import('../src/commands/nats-config.ts'),
  restore: () => import('../src/commands/restore.ts'),
  'rotate-master-key': () => import('../src/commands/rotate-master-key.ts'),
  'rotate-signing-key': () => import('../src/commands/rotate-signing-key.ts'),
}

const major = Number(process.versions.node.split('.')[0])
if (major >= 26) {
  keepCompiledCode()
  const command = process.argv[2] ?? ''
  if (Object.hasOwn(COMMANDS, command)) {
    // Each reads the arguments after its own name.
    process.argv.splice(2, 1)
    await COMMANDS[command]()
  } else await import('../src/main.ts')
} else {
  process.stderr.write(
    `The gateway needs Node.js 26 or newer, but was started with ${process.version}. In a clone of the project, npm start runs the right one; elsewhere, npm install node@26 beside the package brings it.\n`,
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
