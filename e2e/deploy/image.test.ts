import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPlace } from '../../packages/gateway/test/database/engines.ts'
import { freePort } from '../../packages/gateway/test/nats/nats-server.ts'
import { type Manifest, readManifest, root } from '../../scripts/packing/workspace.ts'
import { startGateway } from '../process.ts'
import { read, specOf } from './files.ts'

const dockerfile = read('Dockerfile').replaceAll(/\\\n\s*/g, '')

/** What the build takes from the folder in which it is started. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '))

/** As Docker reads .dockerignore: the last line that matches a path, or a folder that it is in, counts. */
function isLetIn(file: string): boolean {
  const above = file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))
  const lines = read('.dockerignore').split('\n')
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'))
  return patterns.reduce((letIn, line) => {
    const pattern = asRegExp(line.replace('!', ''))
    return above.some((one) => pattern.test(one)) ? line.startsWith('!') : letIn
  }, true)
}

/** Unlike a shell, Docker has `*` match names that begin with a dot. */
const asRegExp = (pattern: string) =>
  new RegExp(`^${RegExp.escape(pattern).replaceAll('\\*\\*\\/', '(?:.*/)?').replaceAll('\\*', '[^/]*')}$`)

describe('the build of the image', () => {
  it('copies only what is there, and what .dockerignore lets in', () => {
    expect(copied.length).toBeGreaterThan(10)
    expect(copied.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
    expect(copied.filter((file) => !isLetIn(file))).toEqual([])
    const scripts = [...dockerfile.matchAll(/^RUN node (\S+)/gm)].map(([, file = '']) => file)
    expect(scripts).toEqual(['scripts/image/lay-out.ts'])
    expect(scripts.filter((file) => !existsSync(path.join(root, file)) || !isLetIn(file))).toEqual([])
  })

  it.each([
    '.env',
    'nats.conf',
    'data/master.key',
    '.git/config',
    'gateway.db',
    'packages/gateway/node_modules/a/index.js',
    'packages/console/dist/index.html',
    'packages/gateway/src/app.test.ts',
  ])('does not get %s', (file) => {
    expect(isLetIn(file)).toBe(false)
  })

  it('knows each workspace, without which npm ci would refuse', () => {
    const { workspaces }: { workspaces: string[] } = JSON.parse(read('package.json'))
    const manifests = copied.filter((file) => /^packages\/.+\/package\.json$/.test(file))
    expect(manifests.toSorted()).toEqual(workspaces.map((folder) => `${folder}/package.json`).sort())
  })

  it('is labelled with the version, and takes the Node.js that the gateway needs', () => {
    const { version, publishConfig }: Manifest = readManifest('gateway')
    expect(dockerfile).toContain(`ARG VERSION=${version}\n`)
    const major = /node:(\d+)-/.exec(dockerfile)?.[1]
    expect(publishConfig?.engines?.node).toBe(`>=${major}`)
  })

  it('ends with a user who is not root, by the number that Kubernetes and the files have', () => {
    const user = /^USER (\d+):\1$/m.exec(dockerfile)?.[1]
    expect(Number(user)).toBeGreaterThan(0)
    const { runAsUser, runAsGroup, fsGroup } = specOf('Deployment').template.spec.securityContext
    expect([runAsUser, runAsGroup, fsGroup].map(String)).toEqual([user, user, user])
    expect(dockerfile).toContain(` --chown=${user}:${user} /image/data /data\n`)
  })
})

describe('the health check of the image, and the probes of Kubernetes,', () => {
  it('find a running gateway healthy; the health check says so when there is none', async () => {
    const place = await openPlace('sqlite')
    const gateway = await startGateway(place)
    const check = (PORT: string) =>
      spawnSync(process.execPath, ['scripts/image/healthcheck.js'], { cwd: root, env: { PORT } }).status
    expect(check(new URL(gateway.url).port)).toBe(0)
    const [container] = specOf('Deployment').template.spec.containers
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe]
    const asked = probes.map(({ httpGet }) => fetch(new URL(httpGet.path, gateway.url)))
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200])
    await gateway.end('SIGTERM')
    expect(check(String(await freePort()))).toBe(1)
    await place.remove()
  })
})
