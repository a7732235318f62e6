import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { untilListening } from '../http/listening.ts'
import { freePort } from '../nats/nats-server.ts'
import { findProgram } from '../run/programs.ts'

/** `url` is that of the database through the pooler. */
export type PgBouncer = { url: string; stop(): Promise<void> }

/**
 * Starts a real PgBouncer as Debian configures it, in transaction mode, with few server connections: each transaction
 * of a client gets another one.
 */
export async function startPgBouncer(database: string, servers = 3): Promise<PgBouncer> {
  const program = findProgram('pgbouncer')
  if (!program) throw new Error('pgbouncer is missing')
  const folder = mkdtempSync(path.join(tmpdir(), 'quiva-pgbouncer-'))
  // PgBouncer refuses to run as root, so another user has to be able to read its files.
  chmodSync(folder, 0o755)
  const target = new URL(database)
  const port = await freePort()
  const file = path.join(folder, 'pgbouncer.ini')
  const lines = [
    '[databases]',
    `* = host=${target.hostname} port=${target.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${path.join(folder, 'users.txt')}`,
    'pool_mode = transaction',
    `default_pool_size = ${servers}`,
  ]
  writeFileSync(file, lines.join('\n'))
  writeFileSync(path.join(folder, 'users.txt'), `"${target.username}" "${target.password}"\n`)
  const other = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(program, [...other, file], { stdio: ['ignore', 'ignore', 'pipe'] })
  const end = await untilListening(child, { name: 'pgbouncer', port, withinMs: 5000 })
  const url = new URL(database)
  url.port = String(port)
  return {
    url: url.href,
    async stop() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
