import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, call, openClient } from '../../../e2e/http.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../gateway/test/gateway.ts'
import { freePort } from '../../gateway/test/nats/nats-server.ts'

const packScript = fileURLToPath(new URL('../../../scripts/pack.ts', import.meta.url))
const page = readFileSync(new URL('../../../docs/verifier.md', import.meta.url), 'utf8')

/** The programs of docs/verifier.md, by the name in the comment before each. */
const programs = new Map(
  [...page.matchAll(/<!-- run: ([\w-]+) -->\n```js\n([\s\S]*?)\n```\n/g)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
)

describe('each program in docs/verifier.md, with the package that others install,', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'quiva-documented-'))
  let test: TestGateway
  let root: SignedInUser
  let environment: Record<string, string | undefined>
  let reader: { id: string; key: string }
  beforeAll(async () => {
    execFileSync(process.execPath, [packScript, 'verifier', '--into', folder])
    const installed = [
      'install',
      '--offline',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      path.join(folder, 'quiva-verifier-0.1.0.tgz'),
    ]
    execFileSync('npm', installed, { cwd: folder, stdio: 'ignore' })
    const fastify = path.dirname(fileURLToPath(import.meta.resolve('fastify/package.json')))
    symlinkSync(fastify, path.join(folder, 'node_modules/fastify'))
    for (const [name, text] of programs) writeFileSync(path.join(folder, `${name}.mjs`), text)
    test = await openTestGateway('sqlite')
    await test.gateway.server.listen({ host: '127.0.0.1', port: 0 })
    root = await test.signUp()
    const { key } = await test.issueKey(root.bearer, 'service', { scopes: ['tokens:introspect'] })
    reader = await test.issueKey(root.bearer, 'reader', { scopes: ['orders:read'] })
    const { port } = test.gateway.server.server.address() as AddressInfo
    environment = { PATH: process.env.PATH, QUIVA_URL: `http://127.0.0.1:${port}`, QUIVA_API_KEY: key }
  })
  afterAll(async () => {
    await test?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  function run(name: string, args: string[] = [], more: Record<string, string> = {}) {
    const child: ChildProcess = spawn(process.execPath, [path.join(folder, `${name}.mjs`), ...args], {
      env: { ...environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    return { child, ended, output: () => output }
  }

  it('is one of these', () => {
    expect([...programs.keys()]).toEqual(['node-http', 'fastify', 'fetch', 'plain'])
  })

  it.each(['node-http', 'fastify'])(
    '%s protects its routes, and refuses a key from the answer to its deletion on',
    async (name) => {
      const port = await freePort()
      const service = run(name, [], { PORT: String(port) })
      const client = openClient(`http://127.0.0.1:${port}`)
      const ask = (key: string) => call(client, 'GET /', { key })
      try {
        await waitFor<Answer>(() => ask('').catch(() => undefined))
        const { id, key } = await test.issueKey(root.bearer, 'orders', { scopes: ['orders:read'] })
        const answer = await ask(key)
        expect([answer.status, answer.text]).toEqual([200, `orders of ${root.userId} in ${root.accountId}`])
        const other = await test.issueKey(root.bearer, 'other', { scopes: ['invoices:read'] })
        expect([(await ask(other.key)).body.code, (await ask('')).status]).toEqual(['insufficient_scope', 401])
        await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
        expect((await ask(key)).status).toBe(401)
      } finally {
        client.close()
        service.child.kill()
        await service.ended
      }
    },
  )

  it('fetch answers requests', async () => {
    const file = pathToFileURL(path.join(folder, 'fetch.mjs')).href
    const script = `
      const { default: service } = await import(${JSON.stringify(file)})
      for (const key of process.argv.slice(2)) {
        const response = await service.fetch(new Request('http://service.test/', { headers: { 'X-Api-Key': key } }))
        console.log(response.status, await response.text())
      }
      process.exit()`
    writeFileSync(path.join(folder, 'fetch-caller.mjs'), script)
    const caller = run('fetch-caller', [reader.key, 'nonsense'])
    await caller.ended
    const [good, bad] = caller.output().split('\n')
    expect([good, bad]).toEqual([
      `200 orders of ${root.userId} in ${root.accountId}`,
      expect.stringMatching(/^401 .*"unauthorized"/),
    ])
  })

  it('plain says who it is, or why not, and ends', async () => {
    const good = run('plain', [reader.key])
    await good.ended
    expect(good.output()).toBe(`root ${root.userId}\n`)
    const bad = run('plain', ['sk_live_0123456789abcdef'])
    await bad.ended
    expect(bad.output()).toBe('401 unauthorized\n')
  })
})
