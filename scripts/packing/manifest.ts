import { staysOutside } from './bundle.ts'
import type { Manifest } from './workspace.ts'

/**
 * The package.json of the package that people install: it names what was built instead of the sources, and has nothing
 * that is only for development. A program has what it depends on inside, save for what cannot be there
 * (docs/decisions/0059).
 */
export function publishedManifest(manifest: Manifest): Manifest {
  const { private: _private, scripts: _scripts, devDependencies: _dev, publishConfig, ...kept } = manifest
  const isOptional = (name: string) => publishConfig?.peerDependenciesMeta?.[name] !== undefined
  const all = Object.entries(kept.dependencies ?? {}).filter(([name]) => !kept.bin || staysOutside(name, manifest))
  const dependencies = Object.fromEntries(all.filter(([name]) => !isOptional(name)))
  const peerDependencies = Object.fromEntries(all.filter(([name]) => isOptional(name)))
  return {
    ...kept,
    ...publishConfig,
    ...(kept.exports && { exports: builtExports(kept.exports) }),
    ...(kept.dependencies && { dependencies }),
    ...(publishConfig?.peerDependenciesMeta && { peerDependencies }),
    files: ['dist', ...(kept.bin ? ['bin', LICENCES] : []), ...(kept.files ?? []), ...(publishConfig?.files ?? [])],
  }
}

/** The file with the licences of what a program has inside. */
export const LICENCES = 'THIRD-PARTY-LICENCES.txt'

function builtExports(exports: string | Record<string, string>) {
  const sources = typeof exports === 'string' ? { '.': exports } : exports
  const built = Object.entries(sources).map(([name, source]) => {
    const file = source.replace('./src/', './dist/').replace(/\.ts$/, '')
    return [name, { types: `${file}.d.ts`, default: `${file}.js` }]
  })
  return Object.fromEntries(built)
}
