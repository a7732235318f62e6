#!/usr/bin/env node
// Plain JavaScript, so that a Node.js which cannot run what is behind it says so instead of a syntax error.
const major = Number(process.versions.node.split('.')[0])
if (major >= 26) await import('../src/main.ts')
else {
  process.stderr.write(
    `quiva-edge needs Node.js 26 or newer and was started by ${process.version}. In a clone of the project, npx quiva-edge runs the right one (after npm ci); elsewhere, npm install node@26 beside the package brings it.\n`,
  )
  process.exitCode = 1
}
