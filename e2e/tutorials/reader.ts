import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { openPlace, type Place } from '../../packages/gateway/test/database/engines.ts'
import { findNatsServer } from '../../packages/gateway/test/nats/nats-releases.ts'
import { freePort, startNatsServer } from '../../packages/gateway/test/nats/nats-server.ts'
import { runCommand } from '../../packages/gateway/test/run/command.ts'
import { NODE_COMPILE_CACHE } from '../../packages/gateway/test/run/compile-cache.ts'
import { signUp, startGateway } from '../process.ts'
import { type Block, patternOf, readBlocks } from './page.ts'
import { follow, type Packages } from './terminal.ts'

const root = path.join(import.meta.dirname, '../..')
export const FOLDER = path.join(root, 'docs/tutorials')

/** Somebody who has a gateway and a message bus that run, and is signed in: as each tutorial begins. */
export type Reader = {
  /** Follows a tutorial. What comes back is what the page does not say, in words; nothing if all is as it says. */
  read(page: string, packages: Packages): Promise<string[]>
  /** Follows blocks of any page, on a copy of the data, with no gateway on it. */
  readOnCopy(blocks: Block[]): Promise<string[]>
  accessToken: string
  close(): Promise<void>
}

type Options = {
  /** A database for those who leave SQLite. */
  postgres?: Place
  /** Variables of the reader's own. */
  environment?: Record<string, string>
  /** For one page. 150 s by default. */
  limitMs?: number
}

export async function openReader({ postgres, environment: more, limitMs = 150_000 }: Options = {}): Promise<Reader> {
  const place = await openPlace('sqlite')
  const home = await mkdtemp(path.join(tmpdir(), 'quiva-reader-'))
  const nats = await startBus(place, home)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const gateway = await startGateway(place, {
    PORT: String(port),
    PUBLIC_URL: url,
    ...(nats && { NATS_URL: nats.url }),
  })
  const { email, password, accountId, bearer: accessToken } = await signUp(gateway, place)
  const environment = {
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_CACHE_HOME: path.join(home, 'cache'),
    NODE_COMPILE_CACHE,
    // What Go has compiled, such as its own library, and no compiler but the one that is here.
    GOCACHE: path.join(homedir(), '.cache/go-build'),
    GOTOOLCHAIN: 'local',
    ...more,
  }
  const login = [path.join(root, 'packages/cli/bin/quiva.js'), 'login', '--email', email]
  await promisify(execFile)(process.execPath, login, {
    env: { ...environment, QUIVA_API_URL: url, QUIVA_PASSWORD: password },
  })
  async function read(blocks: Block[], packages: Packages): Promise<string[]> {
    const instead: [RegExp, string][] = [
      [/http:\/\/localhost:8080/g, url],
      [/nats:\/\/localhost:4222/g, nats?.url ?? ''],
      [/postgres:\/\/quiva:secret@localhost:5432\/quiva/g, postgres?.environment.DATABASE_URL ?? ''],
      [/\b3000\b/g, String(await freePort())],
      [/\b3001\b/g, String(await freePort())],
      [/\b4821907365\b/g, accountId],
      // In a clone, which the reader's folder is not.
      [/npm run --silent accounts --/g, 'quiva-gateway accounts'],
    ]
    const { dataDir } = place
    const done = await follow(blocks, { dataDir, environment, instead: new Map(instead), packages, limitMs })
    if (done.code !== 0)
      return [`ended with ${done.code}`, done.errors, ...done.blocks.flatMap(({ printed }) => printed || [])]
    return done.blocks.flatMap(({ block, printed }) => {
      const said = block.kind === 'run' ? block.output : undefined
      return said === undefined || patternOf(said).test(printed.trim()) ? [] : [`printed ${printed}, not ${said}`]
    })
  }
  return {
    async read(page, packages) {
      return read(readBlocks(await readFile(path.join(FOLDER, `${page}.md`), 'utf8')), packages)
    },
    accessToken,
    readOnCopy: (blocks) => read([{ kind: 'run', text: COPY }, ...blocks], { linked: new Map() }),
    async close() {
      await gateway.end('SIGTERM')
      await nats?.dispose()
      await Promise.all([place.remove(), rm(home, { recursive: true, force: true, maxRetries: 20 })])
    },
  }
}

const COPY = `export QUIVA_BACKUP_PASSPHRASE='four words and a 7th'
quiva-gateway backup copied.db
export DATA_DIR=copy
quiva-gateway restore copied.db
`

async function startBus(place: Place, home: string) {
  const program = findNatsServer()
  if (program === undefined) return undefined
  const folder = path.join(home, 'nats')
  const { stdout } = await runCommand('nats-config', ['--store-dir', folder], place.environment)
  return startNatsServer({ config: () => stdout, program })
}
