import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../packages/gateway/test/nats/nats-server.ts'

const root = path.join(import.meta.dirname, '..')

/** The lines of the README's walk, block by block, as a newcomer would paste them. */
async function readWalk(): Promise<string[]> {
  const text = await readFile(path.join(root, 'README.md'), 'utf8')
  const walk = /<!-- walk:[\s\S]*?-->([\s\S]*?)<!-- end of walk -->/.exec(text)?.[1] ?? ''
  return [...walk.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
}

describe("the README's walk", () => {
  let folder: string
  let gateway: ChildProcess
  let url: string

  beforeAll(async () => {
    // A folder that looks like a fresh clone after `npm ci`, so that nothing of the walk lands in this one.
    folder = await mkdtemp(path.join(tmpdir(), 'quiva-walk-'))
    for (const name of ['package.json', 'node_modules', 'packages'])
      await symlink(path.join(root, name), path.join(folder, name))
    const port = await freePort()
    url = `http://localhost:${port}`
    gateway = spawn('npm', ['start'], {
      cwd: folder,
      env: { ...process.env, PORT: String(port), LOG_LEVEL: 'warn' },
      detached: true,
    })
    for (const deadline = Date.now() + 20_000; ; await sleep(100)) {
      const ready = await fetch(`${url}/health/ready`).then(
        (response) => response.ok,
        () => false,
      )
      if (ready) break
      if (Date.now() > deadline) throw new Error('npm start did not get the gateway ready within 20 s')
    }
  })

  afterAll(async () => {
    // npm stands between us and the gateway: the whole group gets the signal.
    if (gateway.pid !== undefined) process.kill(-gateway.pid, 'SIGTERM')
    if (gateway.exitCode === null) await once(gateway, 'exit')
    // npm does not wait for the gateway, which writes what is compiled when it ends.
    await rm(folder, { recursive: true, force: true, maxRetries: 20 })
  })

  it('does what it says, line by line, from nothing to a key in use and its end', async () => {
    const blocks = await readWalk()
    expect(blocks.length).toBeGreaterThan(4)
    // One deleted account for all of it, as in one terminal; -e ends it at the first line that fails.
    const script = blocks.join('\n').replaceAll('http://localhost:8080', url)
    const xdg = { XDG_CONFIG_HOME: path.join(folder, 'config'), XDG_CACHE_HOME: path.join(folder, 'cache') }
    const env = { ...process.env, QUIVA_API_URL: url, ...xdg }
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env })
    expect(stdout).toContain('ada@example.com')
    expect(stdout).toContain('"name":"acme"')
    expect(stdout).toContain('"code":"unauthorized"')
    for (const file of ['ci.creds', 'again.creds'])
      expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600)
    // Both know where the data lie unless they are told: the program, and what loads it.
    for (const name of ['gateway.db', 'compiled']) await stat(path.join(folder, 'data', name))
  }, 60_000)
})
