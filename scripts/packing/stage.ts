import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundlePrograms } from './bundle.ts'
import { licencesOf } from './licences.ts'
import { LICENCES, publishedManifest } from './manifest.ts'
import { folderOf, type Manifest, readManifest, root } from './workspace.ts'

/** Lays out a package in `into` as npm is to pack it. Node.js strips no types from installed packages: it is built. */
export async function stage(folder: string, into: string): Promise<void> {
  const source = folderOf(folder)
  const manifest = readManifest(folder)
  const published = publishedManifest(manifest)
  mkdirSync(into, { recursive: true })
  if (manifest.bin) await stagePrograms(source, into, manifest, published)
  else compile(source, into, published)
  for (const file of ['README.md', ...(manifest.files ?? [])])
    if (existsSync(path.join(source, file))) cpSync(path.join(source, file), path.join(into, file), { recursive: true })
  if (folder === 'gateway') carryConsole(into)
  cpSync(path.join(root, 'LICENSE'), path.join(into, 'LICENSE'))
  writeFileSync(path.join(into, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
}

/** The gateway serves the console from this folder of its package (features/console/build.ts), and builds none there. */
function carryConsole(into: string): void {
  const built = path.join(folderOf('console'), 'dist')
  if (existsSync(path.join(built, 'index.html'))) cpSync(built, path.join(into, 'console'), { recursive: true })
  else process.stderr.write('No console is in the package. To build it: npm run build --workspace packages/console\n')
}

/** Compiles `src` to `dist`, file by file, with the types. */
function compile(source: string, into: string, { engines }: Manifest): void {
  tsc(source, into, engines, { noEmit: false, declaration: true, sourceMap: true, inlineSources: true })
  renameSync(path.join(into, 'src'), path.join(into, 'dist'))
}

/** What runs on older versions of Node.js may use only what those have. All else was checked already: npm run check. */
function tsc(source: string, into: string, engines: Manifest['engines'], options: Record<string, unknown>): void {
  const settings = path.join(into, 'tsconfig.json')
  const { noEmit } = options
  const compilerOptions = {
    ...options,
    ...(!noEmit && { rootDir: source, outDir: into, rewriteRelativeImportExtensions: true }),
    allowImportingTsExtensions: noEmit === true,
    typeRoots: [path.join(root, 'node_modules/@types')],
    ...(runsBefore26(engines) ? { target: 'es2023', lib: ['es2024'] } : { noCheck: true }),
  }
  const include = [path.join(source, 'src')]
  const exclude = [path.join(source, 'src/**/*.test.ts')]
  writeFileSync(
    settings,
    JSON.stringify({ extends: path.join(root, 'tsconfig.json'), compilerOptions, include, exclude }),
  )
  // What is wrong is printed there.
  execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['-p', settings], { stdio: ['ignore', 2, 2] })
  rmSync(settings)
}

const runsBefore26 = (engines: Manifest['engines']) => !engines?.node.startsWith('>=26')

/** The programs of a package, and the files in `bin` that load them. */
async function stagePrograms(source: string, into: string, manifest: Manifest, published: Manifest): Promise<void> {
  if (runsBefore26(published.engines)) tsc(source, into, published.engines, { noEmit: true })
  const inside = await bundlePrograms(source, path.join(into, 'dist'), manifest)
  writeFileSync(path.join(into, LICENCES), licencesOf(inside))
  mkdirSync(path.join(into, 'bin'))
  for (const file of readdirSync(path.join(source, 'bin'))) {
    const text = readFileSync(path.join(source, 'bin', file), 'utf8')
    writeFileSync(
      path.join(into, 'bin', file),
      text.replaceAll(/'\.\.\/src\/(?:[\w-]+\/)*([\w-]+)\.ts'/g, "'../dist/$1.js'"),
    )
  }
}
