import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { root } from '../../scripts/packing/workspace.ts'

export const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

type Selector = { matchLabels: Record<string, string> }
type Probe = { httpGet: { path: string; port: string }; timeoutSeconds?: number }
type Container = {
  name: string
  ports: { name: string; containerPort: number }[]
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[]
  startupProbe: Probe
  livenessProbe: Probe
  readinessProbe: Probe
  securityContext: Record<string, unknown>
  volumeMounts: { name: string; mountPath: string }[]
}
type PodSpec = {
  terminationGracePeriodSeconds: number
  securityContext: Record<string, unknown>
  topologySpreadConstraints: { labelSelector: Selector }[]
  containers: [Container]
  volumes: { name: string }[]
}
type Rule = { from?: unknown[]; ports: { port: string | number }[] }

/** Of each kind of manifest, what the tests look at. */
type Specs = {
  Deployment: { replicas: number; selector: Selector; template: { metadata: { labels: object }; spec: PodSpec } }
  Service: { selector: Record<string, string>; ports: { port: number; targetPort: string }[] }
  PodDisruptionBudget: { selector: Selector; maxUnavailable: number }
  NetworkPolicy: { podSelector: Selector; policyTypes: string[]; ingress: Rule[]; egress: Rule[] }
}
export type Manifest = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }

/** All documents in a text of YAML, which must be free of errors and of keys that are there twice. */
export function parseYaml<Document>(text: string): Document[] {
  return parseAllDocuments(text, { uniqueKeys: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings]
    if (problem !== undefined) throw problem
    return document.toJS()
  })
}

const BASE = 'deploy/kubernetes/base'

/** The manifests of the base, as they are written. */
export function baseManifests(): Manifest[] {
  const files = readdirSync(path.join(root, BASE)).filter((file) => file !== 'kustomization.yaml')
  return files.flatMap((file) => parseYaml<Manifest>(read(`${BASE}/${file}`)))
}

/** What the only manifest of that kind says. */
export function specOf<Kind extends keyof Specs>(kind: Kind, among = baseManifests()): Specs[Kind] {
  const [found, ...others] = among.filter((one) => one.kind === kind)
  if (found === undefined || others.length > 0) throw new Error(`${kind}: ${found ? others.length + 1 : 0} manifests`)
  if (!isOf(kind, found)) throw new Error(`${kind}: no spec`)
  return found.spec
}

function isOf<Kind extends keyof Specs>(kind: Kind, manifest: Manifest): manifest is Manifest & { spec: Specs[Kind] } {
  return manifest.kind === kind && 'spec' in manifest
}

/** `NAME=value`, as kustomize, Docker and systemd read it. */
export const settingsOf = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  )
