/**
 * Compares the manifests with the schemas of Kubernetes (`npm run test:manifests`): values by its validators, and names
 * of fields by its types, because the validators let unknown ones pass. By hand, because the schemas are 20 MB. Then
 * writes down which fields were found good; the suite knows no others (e2e/deploy/kubernetes.test.ts).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { findProgram } from '../../packages/gateway/test/run/programs.ts'
import { root } from '../../scripts/packing/workspace.ts'
import { fieldsOf, writtenManifests } from './fields.ts'
import { type Manifest, parseYaml } from './files.ts'

const SCHEMAS = 'kubernetes-models@5.1.0'
const FIELDS = path.join(root, 'e2e/deploy/checked-fields.json')

type Model = new (manifest: Manifest) => { validate(): void }

/** What a cluster gets: without kubectl, all manifests but the patch. */
function manifests(): Manifest[] {
  const written = writtenManifests({ withPatch: false })
  const kubectl = findProgram('kubectl')
  if (kubectl === undefined)
    process.stderr.write('Without kubectl the overlay is not rendered, nor its patch checked.\n')
  const overlay = path.join(root, 'deploy/kubernetes/example')
  const rendered = kubectl
    ? parseYaml<Manifest>(execFileSync(kubectl, ['kustomize', overlay], { encoding: 'utf8' }))
    : []
  return [...written, ...rendered]
}

async function check(folder: string, all: readonly Manifest[]): Promise<void> {
  execFileSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', SCHEMAS], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const lines = await Promise.all(
    all.map(async (manifest, index) => {
      const { apiVersion, kind } = manifest
      const file = path.join(folder, 'node_modules/kubernetes-models', apiVersion, `${kind}.js`)
      const models: Record<string, Model> = await import(pathToFileURL(file).href)
      const model = models[kind]
      if (model === undefined) throw new Error(`no schema for ${apiVersion} ${kind}`)
      new model(manifest).validate()
      const type = `import('kubernetes-models/${apiVersion}/${kind}').I${kind}`
      return `export const manifest${index}: ${type} = ${JSON.stringify(manifest, null, 2)}`
    }),
  )
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(path.join(folder, 'manifests.ts'), lines.join('\n'))
  const compiler = path.join(root, 'node_modules/.bin/tsc')
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--target',
    'esnext',
    '--types',
    '',
  ]
  execFileSync(compiler, [...options, 'manifests.ts'], { cwd: folder, stdio: 'inherit' })
}

const folder = mkdtempSync(path.join(tmpdir(), 'quiva-schemas-'))
try {
  const all = manifests()
  await check(folder, all)
  const fields = fieldsOf(all)
  writeFileSync(FIELDS, `${JSON.stringify({ schemas: SCHEMAS, fields }, null, 2)}\n`)
  process.stdout.write(`${all.length} manifests are good; they use ${fields.length} fields.\n`)
} finally {
  rmSync(folder, { recursive: true })
}
