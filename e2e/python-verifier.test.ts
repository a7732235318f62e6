import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { freePort } from '../packages/gateway/test/nats/nats-server.ts'
import { refusals } from '../packages/verifier/src/refusals.ts'
import { call, openClient } from './http.ts'
import { expectOk, type GatewayProcess, type Root, signUp, startGateway } from './process.ts'

const folder = path.join(import.meta.dirname, '../clients/python')
const run = promisify(execFile)

const isHere = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0
const name = isHere
  ? 'the verifier in Python'
  : 'the verifier in Python [skipped: python3, 3.9 or newer, is missing here]'

describe.skipIf(!isHere)(name, () => {
  let place: Place
  let gateway: GatewayProcess
  let verifierKey: string
  const keys: Record<string, string> = {}

  beforeAll(async () => {
    place = await openPlace('sqlite')
    gateway = await startGateway(place)
    const owner = await signUp(gateway, place)
    keys.QUIVA_API_KEY = await issueKey(owner)
    keys.OTHER_KEY = await issueKey(await signUp(gateway, place))
    verifierKey = await issueKey(owner, ['tokens:introspect'])
    keys.VERIFIER_KEY = verifierKey
  })

  afterAll(async () => {
    await gateway.end('SIGTERM')
    await place.remove()
  })

  async function issueKey(owner: Root, scopes?: string[]): Promise<string> {
    const body = { key_name: 'for a test', ...(scopes && { scopes }) }
    const issued = await expectOk(call(gateway.client, 'POST /accounts/api-key', { bearer: owner.bearer, body }))
    return issued.body.data.key
  }

  const environment = () => ({
    PATH: process.env.PATH,
    PYTHONPATH: path.join(folder, 'src'),
    PYTHONDONTWRITEBYTECODE: '1',
    QUIVA_URL: gateway.url,
  })

  async function python(args: string[], more: Record<string, string> = {}): Promise<string> {
    const env = { ...environment(), ...more }
    const { stdout, stderr } = await run('python3', ['-W', 'error', ...args], { env, cwd: folder, timeout: 100_000 })
    return stdout + stderr
  }

  /** Only `OK` without `skipped=…`, and nothing that a thread or a socket left over complained of. */
  const passed = expect.stringMatching(/^\.+\n-+\nRan \d{2} tests in [\d.]+s\n\nOK\n$/)

  // Both wait for clocks more than they work.
  it('keeps its rules with a gateway that lies, stops or hangs, and with the real one', async () => {
    const output = await Promise.all([
      python(['-m', 'unittest', 'discover', '-s', 'tests']),
      python(['tests/verifier_program.py'], keys),
    ])
    expect(output).toEqual([passed, passed])
  })

  it('answers with the codes, statuses and texts of the gateway', async () => {
    const program = 'import json; from quiva.verifier.verdict import TEXTS; print(json.dumps(dict(TEXTS)))'
    const texts: Record<string, [string, string]> = JSON.parse(await python(['-c', program]))
    // It answers no proxies.
    const { identity_header_sent: _, ...shared } = refusals
    const theirs = Object.entries(shared).map(([code, { error, message }]) => [code, [error, message]])
    expect(texts).toEqual(Object.fromEntries(theirs))
  })

  it('protects the services of docs/python.md', async () => {
    const page = await readFile(path.join(import.meta.dirname, '../docs/python.md'), 'utf8')
    const textOf = (mark: string) =>
      new RegExp(`<!-- ${mark} -->\n\`\`\`python\n([\\s\\S]*?)\n\`\`\``).exec(page)?.[1] ?? ''
    const port = await freePort()
    const child = spawn('python3', ['-c', textOf('serve: wsgi')], {
      env: { ...environment(), QUIVA_API_KEY: verifierKey, PORT: String(port) },
    })
    const client = openClient(`http://127.0.0.1:${port}`)
    try {
      const ask = () => call(client, 'GET /', { key: keys.QUIVA_API_KEY ?? '' }).catch(() => undefined)
      let good = await ask()
      while (child.exitCode === null && (good?.status ?? 503) === 503) good = await sleep(50).then(ask)
      const bad = await call(client, 'GET /', { key: verifierKey })
      expect([good?.status, bad.body.code]).toEqual([200, 'insufficient_scope'])
      expect(good?.text).toMatch(/^orders of \d+$/)
    } finally {
      client.close()
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const drive = `
import asyncio, sys
async def ask(key):
    sent = []
    async def send(message): sent.append(message)
    await app({"type": "http", "method": "GET", "headers": [(b"x-api-key", key.encode())], "client": None}, None, send)
    print(sent[0]["status"])
for key in sys.argv[1:]: asyncio.run(ask(key))
`
    const program = ['-c', textOf('app: asgi') + drive, keys.QUIVA_API_KEY ?? '', verifierKey, 'nonsense']
    expect(await python(program, { QUIVA_API_KEY: verifierKey })).toBe('200\n403\n401\n')
  })

  it('honours credentials again after its gateway was restarted', async () => {
    const child = spawn('python3', [path.join(folder, 'tests/verifier_service.py')], {
      env: { ...environment(), QUIVA_API_KEY: verifierKey },
    })
    const say = conversation(child)
    try {
      expect(await say()).toBe('True')
      expect(await say(verifierKey)).toBe('allowed')
      const { port } = new URL(gateway.url)
      await gateway.end('SIGTERM')
      gateway = await startGateway(place, { PORT: port })
      // While no gateway is there, it refuses at once.
      let said = await say(verifierKey)
      for (const until = Date.now() + 30_000; said === 'verification_unavailable' && Date.now() < until; )
        said = await sleep(50).then(() => say(verifierKey))
      expect(said).toBe('allowed')
    } finally {
      child.stdin.end()
      await once(child, 'exit')
    }
  })
})

/** Says a line, if there is one, and resolves with the next one of the other side. */
function conversation(child: ChildProcessWithoutNullStreams): (line?: string) => Promise<string | undefined> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async (line) => {
    if (line !== undefined) child.stdin.write(`${line}\n`)
    return (await lines.next()).value
  }
}
