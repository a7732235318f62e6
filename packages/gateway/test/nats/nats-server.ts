import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findNatsServer } from './nats-releases.ts'

/** A real nats-server on loopback. */
export type NatsServer = {
  url: string
  port: number
  /** Where it keeps claims and streams; survives `stop`, `kill` and `restart`. */
  storeDir: string
  pid: () => number
  /** Stops it gracefully, so that it takes leave of its cluster. */
  stop: () => Promise<void>
  /** Kills it, as a crash would. */
  kill: () => Promise<void>
  /** Starts it again at the same port; stops it first if it runs. */
  restart: () => Promise<void>
  /** Everything that it has printed. */
  output: () => string
  /** Kills it and deletes its folder. */
  dispose: () => Promise<void>
}

/**
 * Starts a server with the configuration that `config` makes for its folder, on `port` or a free port, whatever the
 * configuration says. Resolves when it accepts clients.
 */
export async function startNatsServer(options: {
  config: (storeDir: string) => string
  port?: number
  /** By default the nats-server of the release that this run tests. */
  program?: string | undefined
}): Promise<NatsServer> {
  const program = options.program ?? findNatsServer()
  if (program === undefined) throw new Error('nats-server is missing')
  const port = options.port ?? (await freePort())
  const storeDir = mkdtempSync(path.join(tmpdir(), 'quiva-nats-'))
  const configFile = path.join(storeDir, 'server.conf')
  writeFileSync(configFile, options.config(storeDir))
  let output = ''
  let child = await launch(program)

  async function launch(file: string): Promise<ChildProcess> {
    const from = output.length
    const launched = spawn(file, ['-c', configFile, '-a', '127.0.0.1', '-p', String(port)], { stdio: 'pipe' })
    await new Promise<void>((resolve, reject) => {
      launched.once('error', reject)
      launched.once('exit', () => reject(new Error(`nats-server ended:\n${output}`)))
      launched.stderr.on('data', (chunk) => {
        output += chunk
        if (output.includes('Server is ready', from)) resolve()
      })
    })
    return launched
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    await new Promise((resolve) => {
      child.once('exit', resolve)
      child.kill(signal)
    })
  }

  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    storeDir,
    pid: () => child.pid ?? 0,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM')
      child = await launch(program)
    },
    output: () => output,
    async dispose() {
      await end('SIGKILL')
      rmSync(storeDir, { recursive: true, force: true })
    },
  }
}

/** A port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return address.port
}
