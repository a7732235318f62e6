import { type Manifest, ownFolder } from './workspace.ts'

/**
 * The package.json of the package that people install: it names what was built instead of the sources, and has nothing
 * that is only for development. Packages of ours that it depends on travel inside (docs/decisions/0056), with what those
 * depend on in its own list.
 */
export function publishedManifest(manifest: Manifest, dependenciesOf: (own: string) => Manifest): Manifest {
  const { private: _private, scripts: _scripts, devDependencies: _dev, publishConfig, ...kept } = manifest
  const own = Object.keys(kept.dependencies ?? {}).filter((name) => ownFolder(name) !== undefined)
  const theirs = own.map((name) => dependenciesOf(name).dependencies ?? {})
  const all: [string, string][] = Object.entries(Object.assign({}, ...theirs, kept.dependencies))
  const isOptional = ([name]: [string, string]) => publishConfig?.peerDependenciesMeta?.[name] !== undefined
  const dependencies = Object.fromEntries(all.filter((one) => !isOptional(one)))
  const peerDependencies = Object.fromEntries(all.filter(isOptional))
  return {
    ...kept,
    ...publishConfig,
    ...(kept.exports && { exports: builtExports(kept.exports) }),
    ...(kept.dependencies && { dependencies }),
    ...(publishConfig?.peerDependenciesMeta && { peerDependencies }),
    ...(own.length > 0 && { bundleDependencies: own }),
    files: ['dist', ...(kept.bin ? ['bin'] : []), ...(kept.files ?? []), ...(publishConfig?.files ?? [])],
  }
}

function builtExports(exports: string | Record<string, string>) {
  const sources = typeof exports === 'string' ? { '.': exports } : exports
  const built = Object.entries(sources).map(([name, source]) => {
    const file = source.replace('./src/', './dist/').replace(/\.ts$/, '')
    return [name, { types: `${file}.d.ts`, default: `${file}.js` }]
  })
  return Object.fromEntries(built)
}
