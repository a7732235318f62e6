import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { openPlace, type Place } from '../../packages/gateway/test/database/engines.ts'
import { findNatsServer } from '../../packages/gateway/test/nats/nats-releases.ts'
import { freePort, type NatsServer, startNatsServer } from '../../packages/gateway/test/nats/nats-server.ts'
import { runCommand } from '../../packages/gateway/test/run/command.ts'
import { NODE_COMPILE_CACHE } from '../../packages/gateway/test/run/compile-cache.ts'
import { findProgram } from '../../packages/gateway/test/run/programs.ts'
import { type GatewayProcess, signUp, startGateway } from '../process.ts'
import { patternOf, readBlocks } from './page.ts'
import { follow } from './terminal.ts'

const root = path.join(import.meta.dirname, '../..')
const folder = path.join(root, 'docs/tutorials')
const pages = readdirSync(folder).flatMap((file) => (file === 'README.md' ? [] : path.basename(file, '.md')))

const readPage = (name: string) => readFile(path.join(folder, `${name}.md`), 'utf8')

/** Pages that say that they need a program, which not every machine has. */
const NEEDS: Record<string, string> = {
  agents: 'nats-server',
  production: 'caddy',
  'scale-out': 'postgres',
}

const isThere: Record<string, () => boolean> = {
  'nats-server': () => findNatsServer() !== undefined,
  caddy: () => findProgram('caddy') !== undefined,
  postgres: () => 'url' in inject('postgres'),
}

describe('each tutorial, followed line by line,', () => {
  let place: Place
  let gateway: GatewayProcess
  let nats: NatsServer | undefined
  let postgres: Place | undefined
  let home: string
  let environment: Record<string, string>
  let instead: [RegExp, string][]
  const packages = new Map(
    ['fastify', '@nats-io/transport-node'].map((name) => [name, path.join(root, 'node_modules', name)]),
  )
  packages.set('@quiva/verifier', path.join(root, 'packages/verifier'))

  beforeAll(async () => {
    place = await openPlace('sqlite')
    home = await mkdtemp(path.join(tmpdir(), 'quiva-reader-'))
    if ('url' in inject('postgres')) postgres = await openPlace('postgres', { ownDatabase: true })
    const natsProgram = findNatsServer()
    if (natsProgram !== undefined) {
      const { stdout: config } = await runCommand(
        'nats-config',
        ['--store-dir', path.join(home, 'nats')],
        place.environment,
      )
      nats = await startNatsServer({ config: () => config, program: natsProgram })
    }
    const port = await freePort()
    const url = `http://localhost:${port}`
    gateway = await startGateway(place, {
      PORT: String(port),
      PUBLIC_URL: url,
      ...(nats && { NATS_URL: nats.url }),
    })
    const { email, password } = await signUp(gateway, place)
    environment = {
      XDG_CONFIG_HOME: path.join(home, 'config'),
      XDG_CACHE_HOME: path.join(home, 'cache'),
      NODE_COMPILE_CACHE,
    }
    instead = [
      [/http:\/\/localhost:8080/g, url],
      [/nats:\/\/localhost:4222/g, nats?.url ?? ''],
      [/postgres:\/\/quiva:secret@localhost:5432\/quiva/g, postgres?.environment.DATABASE_URL ?? ''],
    ]
    const login = [path.join(root, 'packages/cli/bin/quiva.js'), 'login', '--email', email]
    await promisify(execFile)(process.execPath, login, {
      env: { ...environment, QUIVA_API_URL: url, QUIVA_PASSWORD: password },
    })
  })
  afterAll(async () => {
    await gateway?.end('SIGTERM')
    await nats?.dispose()
    await Promise.all([place?.remove(), postgres?.remove(), rm(home, { recursive: true, force: true, maxRetries: 20 })])
  })

  it.for(pages)(
    '%s: does what it says, and prints what it says',
    // The pages for operators start three gateways and copy databases.
    { timeout: 180_000 },
    async (name, { skip }) => {
      const needed = NEEDS[name]
      const there = needed === undefined || isThere[needed]?.() === true
      if (!there && process.env.CI !== undefined) throw new Error(`${needed} is missing`)
      if (!there) skip(`needs the program ${needed}`)
      const blocks = readBlocks(await readPage(name))
      const ports: [RegExp, string][] = [
        [/\b3000\b/g, String(await freePort())],
        [/\b3001\b/g, String(await freePort())],
      ]
      const done = await follow(blocks, {
        dataDir: place.dataDir,
        environment,
        instead: new Map([...instead, ...ports]),
        packages,
      })
      const printed = done.blocks.map((one) => one.printed).join('--\n')
      expect(done.code, `${done.errors}\n${printed}`).toBe(0)
      for (const one of done.blocks)
        if (one.block.kind === 'run' && one.block.output)
          expect(one.printed.trim()).toMatch(patternOf(one.block.output))
    },
  )
})

describe('the pipelines of the tutorial for CI', () => {
  it('are YAML, and run what the page has shown, apart from the installation', async () => {
    const blocks = readBlocks(await readPage('ci'))
    const files = blocks.flatMap((block) => (block.kind === 'file' ? [[block.name, parse(block.text)] as const] : []))
    const { '.github/workflows/keys.yml': github, '.gitlab-ci.yml': gitlab } = Object.fromEntries(files)
    const steps: { run?: string }[] = github.jobs.keys.steps
    const lines = [...steps.flatMap(({ run }) => run ?? []), ...gitlab.keys.before_script, ...gitlab.keys.script]
    expect(lines).toHaveLength(6)
    const shown = blocks.flatMap((block) => (block.kind === 'run' ? block.text.split('\n') : []))
    expect(lines.filter((line) => !shown.includes(line) && !line.startsWith('npm install'))).toEqual([])
  })
})

describe('a page of a tutorial', () => {
  it('has no block of which nobody knows whether it is tested, and its outputs are compared to the letter', () => {
    expect(() => readBlocks('```sh\ntrue\n```')).toThrow('says nothing')
    expect(() => readBlocks('<!-- not run -->\n```sh\ntrue\n```')).toThrow('says nothing')
    expect(() => readBlocks('<!-- output -->\n```\nhi\n```')).toThrow('says nothing')
    expect('{"id":"key_1"}').toMatch(patternOf('{"id":"…"}\n'))
    expect('{"id":"key_1"}\nmore').not.toMatch(patternOf('{"id":"…"}'))
  })
})
