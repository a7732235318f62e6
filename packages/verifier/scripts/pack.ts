/**
 * Makes the package that other projects install: `npm run pack --workspace packages/verifier`, then `npm install
 * quiva-verifier-….tgz` there. Node.js strips no types from installed packages, so it has plain JavaScript, with
 * declarations.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(path.join(os.tmpdir(), 'quiva-verifier-'))
try {
  const tsc = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url))
  execFileSync(tsc, ['-p', path.join(root, 'tsconfig.build.json'), '--outDir', path.join(folder, 'dist')], {
    // What is wrong is printed there.
    stdio: 'inherit',
  })
  cpSync(path.join(root, 'README.md'), path.join(folder, 'README.md'))
  cpSync(path.join(root, '../../LICENSE'), path.join(folder, 'LICENSE'))
  const manifest: { exports: Record<string, string> } & Record<string, unknown> = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  )
  const { private: _private, devDependencies: _dev, scripts: _scripts, exports, ...kept } = manifest
  const built = Object.entries(exports).map(([name, source]) => {
    const file = source.replace('./src/', './dist/').replace(/\.ts$/, '')
    return [name, { types: `${file}.d.ts`, default: `${file}.js` }]
  })
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...kept, exports: Object.fromEntries(built), files: ['dist'] }, null, 2),
  )
  const into = path.resolve(process.argv[2] ?? '.')
  execFileSync('npm', ['pack', '--silent', '--pack-destination', into], { cwd: folder, stdio: 'inherit' })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
