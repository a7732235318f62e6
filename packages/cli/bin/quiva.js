#!/usr/bin/env node
// Plain JavaScript, so that a Node.js which cannot run the TypeScript behind it says so instead of a syntax error.
const major = Number(process.versions.node.split('.')[0])
if (major >= 26) {
  import('../src/main.ts').catch(fail)
} else {
  fail(
    `quiva needs Node.js 26 or newer and was started by ${process.version}. In a clone of the project, npx quiva runs the right one (after npm ci).`,
  )
}

function fail(reason) {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 3
}
