import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../packages/gateway/src/platform/config/config.ts'
import { findProgram } from '../../packages/gateway/test/run/programs.ts'
import { root } from '../../scripts/packing/workspace.ts'
import { fieldsOf, writtenManifests } from './fields.ts'
import { baseManifests, type Manifest, parseYaml, read, settingsOf, specOf } from './files.ts'

type Kustomization = {
  resources: string[]
  configMapGenerator: { name: string; literals: string[] }[]
  patches?: { path: string }[]
}

const FOLDER = 'deploy/kubernetes'
const kustomization = (folder: string) => {
  const [found] = parseYaml<Kustomization>(read(`${FOLDER}/${folder}/kustomization.yaml`))
  if (found === undefined) throw new Error(`${folder} has no kustomization`)
  return found
}
const literals = (folder: string) => settingsOf(kustomization(folder).configMapGenerator.flatMap((one) => one.literals))

const settings = { ...literals('base'), ...literals('example') }
const [secret] = parseYaml<Manifest & { stringData: Record<string, string> }>(
  read(`${FOLDER}/example/secret.example.yaml`),
)
const labels = { 'app.kubernetes.io/name': 'quiva-gateway' }

/** What the secret holds once its owner has filled it in. */
const filledIn = Object.fromEntries(
  Object.entries({ ...secret?.stringData, MASTER_KEY: randomBytes(32).toString('base64') }).map(
    ([name, value]) => [name, value.replace('replace-me', 'a-secret-of-24-letters-x')] as const,
  ),
)

describe('the settings of the manifests', () => {
  it('are settings that the gateway has, with values that it takes', () => {
    const rows = read('docs/configuration.md').matchAll(/^\| `([A-Z0-9_]+)` \|/gm)
    const known = new Set(Array.from(rows, ([, name]) => name))
    const given = Object.keys({ ...settings, ...filledIn })
    expect(given.length).toBeGreaterThan(6)
    expect(given.filter((name) => !known.has(name))).toEqual([])
    const config = readConfig({ ...settings, ...filledIn })
    expect(config.publicUrl).toBe('https://gateway.example.com')
    expect(config.database.engine).toBe('postgres')
  })

  it('do not start a gateway while the example of a secret is not filled in', () => {
    expect(() => readConfig({ ...settings, ...secret?.stringData })).toThrow(/MASTER_KEY/)
  })

  it('name no secret among those that are none', () => {
    expect(Object.keys(settings).filter((name) => /KEY|SECRET|TOKEN|PASSWORD|_URL$/.test(name))).toEqual(['PUBLIC_URL'])
  })
})

describe('the manifests', () => {
  const { selector, template, replicas } = specOf('Deployment')
  const { spec } = template
  const [container] = spec.containers

  it('are all in the kustomization, and so are the patches of the example', () => {
    expect(baseManifests()).toHaveLength(kustomization('base').resources.length)
    const example = kustomization('example')
    for (const { path: file } of example.patches ?? []) {
      const [patch] = parseYaml<Manifest>(read(`${FOLDER}/example/${file}`))
      const patched = baseManifests().find(({ kind }) => kind === patch?.kind)
      expect(patched?.metadata.name).toBe(patch?.metadata.name)
    }
    expect(example.resources).not.toContain('secret.example.yaml')
  })

  // A cluster ignores a misspelt field, or refuses the whole manifest.
  it('use only fields that were compared with the schemas of Kubernetes; else: npm run test:manifests', () => {
    const { fields }: { fields: string[] } = JSON.parse(read('e2e/deploy/checked-fields.json'))
    expect(fieldsOf(writtenManifests({ withPatch: true })).filter((field) => !fields.includes(field))).toEqual([])
  })

  it('select the pods that they make', () => {
    expect(template.metadata.labels).toEqual(labels)
    expect(selector.matchLabels).toEqual(labels)
    expect(specOf('Service').selector).toEqual(labels)
    expect(specOf('PodDisruptionBudget').selector.matchLabels).toEqual(labels)
    expect(specOf('NetworkPolicy').podSelector.matchLabels).toEqual(labels)
    for (const { labelSelector } of spec.topologySpreadConstraints) expect(labelSelector.matchLabels).toEqual(labels)
    const { maxUnavailable } = specOf('PodDisruptionBudget')
    expect(maxUnavailable).toBeLessThan(replicas)
  })

  it('reach the port at which the gateway listens', () => {
    const { port } = readConfig({ ...settings, ...filledIn })
    expect(container.ports).toEqual([{ name: 'http', containerPort: port }])
    expect(specOf('Service').ports.map(({ targetPort }) => targetPort)).toEqual(['http'])
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe]
    expect(probes.map(({ httpGet }) => httpGet.port)).toEqual(['http', 'http', 'http'])
    expect(specOf('NetworkPolicy').ingress.flatMap(({ ports }) => ports)).toEqual([{ port: 'http' }])
  })

  it('take the settings from the map that the kustomization makes, and from the secret', () => {
    const [map] = kustomization('base').configMapGenerator
    expect(container.envFrom).toEqual([
      { configMapRef: { name: map?.name } },
      { secretRef: { name: secret?.metadata.name } },
    ])
  })

  it('wait as long as a gateway may take to stop', () => {
    const delay = Number(settings.SHUTDOWN_DELAY_SECONDS)
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(delay + 25 + 5)
  })

  it('allow what "restricted" of the Pod Security Standards allows, and write to nothing but /data and /tmp', () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp'])
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(spec.volumes.map(({ name }) => name))
    expect(specOf('NetworkPolicy').policyTypes).toEqual(['Ingress', 'Egress'])
  })
})

const kubectl = findProgram('kubectl')
describe.skipIf(kubectl === undefined)('the overlay, as kustomize renders it (needs kubectl)', () => {
  it('is the base with the settings, the image and the callers of the example', () => {
    const output = execFileSync(kubectl ?? '', ['kustomize', path.join(root, FOLDER, 'example')], { encoding: 'utf8' })
    const rendered = parseYaml<Manifest & { data?: Record<string, string> }>(output)
    expect(rendered.map(({ kind }) => kind).sort()).toEqual(
      ['ConfigMap', 'Namespace', ...baseManifests().map(({ kind }) => kind)].sort(),
    )
    const map = rendered.find(({ kind }) => kind === 'ConfigMap')
    expect(map?.data).toEqual(settings)
    const { template } = specOf('Deployment', rendered)
    expect(template.spec.containers[0].envFrom[0]).toEqual({ configMapRef: { name: map?.metadata.name } })
    expect(output).toContain('image: registry.example.com/quiva-gateway:0.1.0')
    const { ingress, egress } = specOf('NetworkPolicy', rendered)
    expect(ingress).toHaveLength(1)
    expect(JSON.stringify(ingress)).toContain('ingress-nginx')
    expect(egress).toEqual(specOf('NetworkPolicy').egress)
    const placed = rendered.filter(({ kind }) => kind !== 'Namespace').map(({ metadata }) => metadata.namespace)
    expect(new Set(placed)).toEqual(new Set([rendered.find(({ kind }) => kind === 'Namespace')?.metadata.name]))
    expect(secret?.metadata.namespace).toBe(placed[0])
  })
})
