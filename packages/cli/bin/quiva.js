#!/usr/bin/env node
// Plain JavaScript, so that a Node.js which cannot run what is behind it says so instead of a syntax error.
import { readFileSync } from 'node:fs'

// The package that people install names what it needs. A clone does not: it is TypeScript, which needs Node.js 26.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const needed = engines === undefined ? '26' : engines.node.replace('>=', '')
if (isAtLeast(process.versions.node, needed)) {
  keepCompiledCode()
    .then(() => import('../src/main.ts'))
    .catch(fail)
} else {
  fail(
    `quiva needs Node.js ${needed.replace(/(\.0)+$/, '')} or newer and was started by ${process.version}. In a clone of the project, npx quiva runs the right one (after npm ci); elsewhere, npm install node@26 beside the package brings it.`,
  )
}

/**
 * Has Node.js keep what it compiles, so that commands start in half the time: in the user's own cache folder (XDG Base
 * Directory Specification), since into one for all others could lay code. Where that cannot be written, it does without.
 */
async function keepCompiledCode() {
  const [fs, { enableCompileCache }, os, path] = await Promise.all(
    ['fs', 'module', 'os', 'path'].map((name) => import(`node:${name}`)),
  )
  const xdg = process.env.XDG_CACHE_HOME
  const folder = path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache'), 'quiva', 'compiled')
  try {
    if (!process.env.NODE_COMPILE_CACHE) fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    enableCompileCache(folder)
  } catch {
    // A home that cannot be written, or none at all.
  }
}

function isAtLeast(version, least) {
  const [major, minor] = version.split('.').map(Number)
  const [leastMajor, leastMinor = 0] = least.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

function fail(reason) {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 3
}
