import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { publishedManifest } from './manifest.ts'
import { folderOf, type Manifest, ownFolder, readManifest, root } from './workspace.ts'

/** Lays out a package in `into` as npm is to pack it. Node.js strips no types from installed packages: it is built. */
export function stage(folder: string, into: string): Manifest {
  const source = folderOf(folder)
  const manifest = publishedManifest(readManifest(folder), (own) => readManifest(ownFolder(own) ?? own))
  mkdirSync(into, { recursive: true })
  build(source, into, manifest)
  if (manifest.bin) stagePrograms(source, into)
  for (const file of ['README.md', ...(readManifest(folder).files ?? [])])
    if (existsSync(path.join(source, file))) cpSync(path.join(source, file), path.join(into, file), { recursive: true })
  if (folder === 'gateway') carryConsole(into)
  cpSync(path.join(root, 'LICENSE'), path.join(into, 'LICENSE'))
  for (const own of manifest.bundleDependencies ?? [])
    stage(ownFolder(own) ?? own, path.join(into, 'node_modules', own))
  writeFileSync(path.join(into, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

/** The gateway serves the console from this folder of its package (features/console/build.ts), and builds none there. */
function carryConsole(into: string): void {
  const built = path.join(folderOf('console'), 'dist')
  if (existsSync(path.join(built, 'index.html'))) cpSync(built, path.join(into, 'console'), { recursive: true })
  else process.stderr.write('No console is in the package. To build it: npm run build --workspace packages/console\n')
}

/** Compiles `src` to `dist`, at the same depth, so that what is imported from beside it is found there. */
function build(source: string, into: string, { exports, engines }: Manifest): void {
  const runsBefore26 = !engines?.node.startsWith('>=26')
  const options = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      rootDir: source,
      outDir: into,
      typeRoots: [path.join(root, 'node_modules/@types')],
      rewriteRelativeImportExtensions: true,
      allowImportingTsExtensions: false,
      sourceMap: true,
      inlineSources: true,
      declaration: exports !== undefined,
      // What runs on older ones may use only what those have. All else was checked already: npm run check.
      ...(runsBefore26 ? { target: 'es2023', lib: ['es2024'] } : { noCheck: true }),
    },
    include: [path.join(source, 'src')],
    exclude: [path.join(source, 'src/**/*.test.ts')],
  }
  const settings = path.join(into, 'tsconfig.json')
  writeFileSync(settings, JSON.stringify(options))
  // What is wrong is printed there.
  execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['-p', settings], { stdio: ['ignore', 2, 2] })
  rmSync(settings)
  renameSync(path.join(into, 'src'), path.join(into, 'dist'))
}

/** The programs of a package, which load what was built. */
function stagePrograms(source: string, into: string): void {
  mkdirSync(path.join(into, 'bin'))
  for (const file of readdirSync(path.join(source, 'bin'))) {
    const text = readFileSync(path.join(source, 'bin', file), 'utf8')
    writeFileSync(path.join(into, 'bin', file), text.replaceAll(/'\.\.\/src\/([\w/-]+)\.ts'/g, "'../dist/$1.js'"))
  }
}
