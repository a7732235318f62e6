import { type ChildProcess, spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClient } from '../../../e2e/http.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../gateway/test/gateway.ts'
import { freePort } from '../../gateway/test/nats/nats-server.ts'

const MAIN = fileURLToPath(new URL('../bin/quiva-edge.js', import.meta.url))

function start(environment: Record<string, string>, args: string[] = []) {
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, ended, output: () => output }
}

describe('quiva-edge', () => {
  let test: TestGateway
  let root: SignedInUser
  let environment: Record<string, string>
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    await test.gateway.server.listen({ host: '127.0.0.1', port: 0 })
    root = await test.signUp()
    const { key } = await test.issueKey(root.bearer, 'edge', { scopes: ['tokens:introspect'] })
    const { port } = test.gateway.server.server.address() as AddressInfo
    environment = { QUIVA_URL: `http://127.0.0.1:${port}`, QUIVA_API_KEY: key, PORT: String(await freePort()) }
  })
  afterAll(() => test.close())

  // Each process has a memory of its own, and the answer to a deletion counts for all.
  it('answers in several processes on one port, says how it is, and ends by itself at a signal', async () => {
    const edge = start({ ...environment, PROCESSES: '2', EDGE_NAME: 'two' })
    const ask = async (target: string, key = '') => {
      // Each time on a new connection, which may lead to another process.
      const client = openClient(`http://127.0.0.1:${environment.PORT}`)
      const answer = await client.send({ method: 'GET', target, headers: [['X-Api-Key', key]] }).catch(() => undefined)
      client.close()
      return answer
    }
    const metric = async (name: string) => {
      const text = (await ask('/metrics'))?.text ?? ''
      return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
    }
    try {
      await waitFor(async () => ((await metric('quiva_edge_connected_processes')) === 2 ? true : undefined))
      expect([(await ask('/healthz'))?.status, (await ask('/readyz'))?.status]).toEqual([200, 200])
      const { id, key } = await test.issueKey(root.bearer)
      const target = `/verify?account=${root.accountId}`
      for (let n = 0; n < 20; n += 1) expect((await ask(target, key))?.status).toBe(200)
      await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
      for (let n = 0; n < 20; n += 1) expect((await ask(target, key))?.status).toBe(401)
      await waitFor(async () =>
        (await metric('quiva_edge_answers_total{status="401"}'.replace(/[{}"]/g, '\\$&'))) === 20 ? true : undefined,
      )
      expect(await metric('quiva_edge_processes')).toBe(2)
    } finally {
      edge.child.kill('SIGTERM')
      expect([await edge.ended, edge.output()]).toEqual([0, expect.stringContaining('with 2 processes')])
    }
    expect(await ask('/healthz')).toBeUndefined()
  })

  it('is not ready without a gateway, lets nobody through, and is ready again when there is one', async () => {
    const edge = start({ ...environment, QUIVA_URL: 'http://127.0.0.1:9', PROCESSES: '1' })
    const client = openClient(`http://127.0.0.1:${environment.PORT}`)
    try {
      const ready = await waitFor(() => client.send({ method: 'GET', target: '/readyz' }).catch(() => undefined))
      expect([ready.status, ready.text]).toEqual([503, expect.stringMatching(/^no gateway: /)])
      const headers: [string, string][] = [['X-Api-Key', 'sk_live_0123456789abcdef0123']]
      const { status, body } = await client.send({ method: 'GET', target: '/verify?account=1', headers })
      expect([status, body.code]).toEqual([503, 'verification_unavailable'])
      await waitFor(async () => edge.output().includes('(check QUIVA_URL, and that the gateway runs)') || undefined)
    } finally {
      client.close()
      edge.child.kill('SIGTERM')
      expect(await edge.ended).toBe(0)
    }
  })

  it('says everything that is wrong with its settings at once, and does not start', async () => {
    const edge = start({
      QUIVA_URL: 'ftp://x',
      PORT: '0',
      PROCESSES: 'all',
      TRUST_PROXY: 'proxy',
      VERIFY_ANY_ACCOUNT: 'yes',
    })
    expect(await edge.ended).toBe(1)
    for (const name of ['QUIVA_URL', 'QUIVA_API_KEY', 'PORT', 'PROCESSES', 'TRUST_PROXY', 'VERIFY_ANY_ACCOUNT'])
      expect(edge.output()).toContain(`${name} must`)
  })

  it('says why it cannot listen', async () => {
    const { port } = test.gateway.server.server.address() as AddressInfo
    const edge = start({ ...environment, PORT: String(port), PROCESSES: '1' })
    expect(await edge.ended).toBe(1)
    expect(edge.output()).toContain('EADDRINUSE')
  })

  it('explains itself', async () => {
    const edge = start({}, ['--help'])
    expect([await edge.ended, edge.output()]).toEqual([0, expect.stringContaining('QUIVA_API_KEY')])
    const odd = start({}, ['--nope'])
    expect([await odd.ended, odd.output()]).toEqual([1, expect.stringContaining('Usage: quiva-edge')])
  })
})
