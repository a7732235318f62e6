import { readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../scripts/packing/workspace.ts'
import { baseManifests, type Manifest, parseYaml, read } from './files.ts'

const EXAMPLE = 'deploy/kubernetes/example'

/** What has names that its author chooses. */
const MAPS = new Set(['labels', 'matchLabels', 'data', 'stringData'])

/** A part of a manifest, for kustomize. */
const PATCH = 'proxy.yaml'

/** All manifests as they are written. */
export function writtenManifests({ withPatch }: { withPatch: boolean }): Manifest[] {
  const all = readdirSync(path.join(root, EXAMPLE)).filter((file) => file !== 'kustomization.yaml')
  const files = all.filter((file) => withPatch || file !== PATCH)
  return [...baseManifests(), ...files.flatMap((file) => parseYaml<Manifest>(read(`${EXAMPLE}/${file}`)))]
}

/** Each field that the manifests use, such as `Service.spec.ports.name`: once, sorted. */
export function fieldsOf(manifests: readonly Manifest[]): string[] {
  const found = new Set<string>()
  function visit(at: string, value: unknown): void {
    if (Array.isArray(value)) for (const item of value) visit(at, item)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        found.add(`${at}.${name}`)
        if (!MAPS.has(name)) visit(`${at}.${name}`, inner)
      }
  }
  for (const manifest of manifests) visit(`${manifest.apiVersion} ${manifest.kind}`, manifest)
  return [...found].sort()
}
