import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './nats-server.ts'
import { findProgram } from './programs.ts'

/** `url` is that of the database through the pooler. */
export type PgBouncer = { url: string; stop(): Promise<void> }

/**
 * Starts a real PgBouncer as Debian configures it, in transaction mode, with few servers: each transaction of a client
 * gets another one.
 */
export async function startPgBouncer(database: string, servers = 3): Promise<PgBouncer> {
  const program = findProgram('pgbouncer')
  if (!program) throw new Error('pgbouncer is missing')
  const folder = mkdtempSync(path.join(tmpdir(), 'quiva-pgbouncer-'))
  // It refuses to run as root, and has to read its own files as somebody else.
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
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  for (const deadline = Date.now() + 5000; !(await isListening(port)); await sleep(10)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`pgbouncer did not start: ${output}`)
  }
  const url = new URL(database)
  url.port = String(port)
  return {
    url: url.href,
    async stop() {
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
