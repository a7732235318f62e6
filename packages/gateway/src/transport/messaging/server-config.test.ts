import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { connect } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { createTestOperator, openTestBus } from '../../../test/nats/nats-operator.ts'
import { startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { renderServerConfig } from './server-config.ts'

const trust = { operatorJwt: 'e.y.J', systemAccountPublicKey: 'ASYS', systemAccountJwt: 'e.y.K' }

test('listens on loopback unless told otherwise, and keeps its files where told', () => {
  expect(renderServerConfig(trust)).toContain('\nlisten: "127.0.0.1:4222"\n')
  const told = renderServerConfig({ ...trust, listen: '0.0.0.0:4333', storeDir: '/var/lib/na"ts' })
  expect(told).toContain('\nlisten: "0.0.0.0:4333"\n')
  expect(told).toContain('dir: "/var/lib/na\\"ts/jwt"')
})

test('has a name, a cluster and tags where told, and is without them as it was', () => {
  const told = renderServerConfig({
    ...trust,
    name: 'n1',
    tags: ['region:eu', 'regions:eu+us'],
    cluster: { listen: '10.0.0.1:6222', routes: ['nats://10.0.0.2:6222'] },
  })
  expect(told).toContain('\nserver_name: "n1"\n')
  expect(told).toContain('\nserver_tags: ["region:eu", "regions:eu+us"]\n')
  expect(told).toMatch(/\ncluster: \{\n {2}name: "quiva"\n {2}listen: "10.0.0.1:6222"\n {2}routes: \["nats:.*"\]\n\}\n/)
  expect(renderServerConfig(trust)).not.toMatch(/server_name|server_tags|cluster: /)
})

/** As `npm run nats-config` runs it, on an empty folder. */
async function natsConfig(...args: string[]): Promise<{ code: number | null; out: string; problem: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quiva-nats-config-'))
  const program = fileURLToPath(new URL('../../commands/nats-config.ts', import.meta.url))
  const child = spawn(process.execPath, [program, ...args], { env: { DATA_DIR: folder, MESH_REGIONS: 'eu,us' } })
  const [out, problem] = await Promise.all([text(child.stdout), text(child.stderr)])
  const code = await new Promise<number | null>((resolve) =>
    child.exitCode === null ? child.once('close', resolve) : resolve(child.exitCode),
  )
  rmSync(folder, { recursive: true, force: true })
  return { code, out, problem }
}

test('npm run nats-config tags a server for its region, and refuses half a cluster and unknown regions', async () => {
  const route = ['--route', 'nats://10.0.0.2:6222', '--route', 'nats://10.0.0.3:6222']
  const cluster = ['--name', 'n1', '--cluster', '10.0.0.1:6222', ...route]
  const { code, out } = await natsConfig('--region', 'us', ...cluster)
  expect(code).toBe(0)
  expect(out).toContain('server_tags: ["region:us", "regions:eu+us"]')
  expect(out).toContain('routes: ["nats://10.0.0.2:6222", "nats://10.0.0.3:6222"]')
  const refusals = await Promise.all([natsConfig('--region', 'mars'), natsConfig(...route)])
  expect(refusals).toEqual([
    { code: 1, out: '', problem: '--region must be one of MESH_REGIONS: eu, us\n' },
    { code: 1, out: '', problem: '--name and --cluster must be given together, and --route only with them\n' },
  ])
})

describeWithNatsServer('a nats-server with the rendered configuration', () => {
  test('starts as it is, lets the gateway in and nobody without creds, and has streams', async () => {
    const operator = createTestOperator()
    const server = await startNatsServer({ config: operator.config })
    expect(server.output()).not.toMatch(/\[(WRN|ERR|FTL)\]/)
    expect(server.output()).toContain('Starting JetStream')
    await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/authorization violation/i)
    const { bus, warnings } = await openTestBus(operator, [server.url])
    await bus.close()
    expect(warnings).toEqual([])
    expect(readdirSync(server.storeDir)).toEqual(expect.arrayContaining(['jetstream', 'jwt']))
    await server.dispose()
  })
})
