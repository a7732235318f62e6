import { globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type OutputChunk, type Plugin, rolldown } from 'rolldown'
import { type Manifest, root } from './workspace.ts'

/** They have machine code for one platform, which npm chooses. */
const NATIVE = ['@node-rs/argon2', 'better-sqlite3']

/** Whether the package that people install needs it beside it: all else of its dependencies is in its programs. */
export function staysOutside(name: string, { publishConfig }: Manifest): boolean {
  return NATIVE.includes(name) || publishConfig?.peerDependenciesMeta?.[name] !== undefined
}

/**
 * Writes the programs of a package to `into`: a file for each that `bin` or a thread starts with, and beside them what
 * they share, and what is loaded only when it is needed. All lie in one folder, wherever their sources are. Gives the
 * folders of the packages of other people that are inside.
 */
export async function bundlePrograms(source: string, into: string, manifest: Manifest): Promise<string[]> {
  const oldest = manifest.publishConfig?.engines?.node.replace('>=', '') ?? ''
  const build = await rolldown({
    cwd: root,
    input: entries(source),
    platform: 'node',
    external: (id) => staysOutside(/^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? '', manifest),
    transform: { target: `node${oldest}` },
    plugins: [keepOurSources],
    onLog(level, log) {
      // Of code that other people have written with `eval`.
      if (level === 'warn' && log.code !== 'EVAL') throw new Error(`${log.code}: ${log.message}`)
    },
  })
  const { output } = await build.write({
    dir: into,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    sourcemapPathTransform: (file, map) => path.relative(root, path.resolve(path.dirname(map), file)),
    // Of the comments only those about licences: the others are in the maps.
    comments: { legal: true, annotation: false, jsdoc: false },
  })
  await build.close()
  const chunks = output.filter((one): one is OutputChunk => one.type === 'chunk')
  return [...new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap(packageFolder)))].sort()
}

/** The maps have the text of our sources, not that of other people's: it is twice as much. */
const keepOurSources: Plugin = {
  name: 'keep-our-sources',
  generateBundle(_options, bundle) {
    for (const one of Object.values(bundle)) {
      if (one.type !== 'asset' || !one.fileName.endsWith('.map')) continue
      const map: { sources: string[]; sourcesContent: (string | null)[] } = JSON.parse(String(one.source))
      map.sourcesContent = map.sourcesContent.map((text, index) =>
        map.sources[index]?.startsWith('node_modules/') ? null : text,
      )
      one.source = JSON.stringify(map)
    }
  },
}

/** The sources that a process or a thread starts with, by their names in `dist`. */
function entries(source: string): Record<string, string> {
  const programs = readdirSync(path.join(source, 'bin')).flatMap((file) => {
    const text = readFileSync(path.join(source, 'bin', file), 'utf8')
    return Array.from(text.matchAll(/'\.\.\/(src\/[\w/-]+\.ts)'/g), ([, main = '']) => main)
  })
  const threads = globSync('src/**/*-thread.ts', { cwd: source })
  return Object.fromEntries(
    [...programs, ...threads].map((file) => [path.basename(file, '.ts'), path.join(source, file)]),
  )
}

/** The folder of the package of a file in node_modules; none for a file of ours. */
function packageFolder(file: string): string[] {
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0]
  return folder === undefined ? [] : [folder]
}
