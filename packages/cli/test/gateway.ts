import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openTestGateway } from '../../gateway/test/gateway.ts'
import { NODE_COMPILE_CACHE } from '../../gateway/test/run/compile-cache.ts'
import { DATA_FOLDER } from '../../gateway/test/run/memory.ts'

export type RunningGateway = {
  url: string
  dataDir: string
  /** All that it has logged. */
  log(): string
  stop(): Promise<void>
}

const main = fileURLToPath(new URL('../../gateway/bin/gateway.js', import.meta.url))

/** A whole gateway on a free port and an empty folder, within this process: to start one costs ten times as much. */
export async function startGateway(environment: Record<string, string> = {}): Promise<RunningGateway> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const test = await openTestGateway('sqlite', { environment: { PUBLIC_URL: url, ...environment } })
  await test.gateway.server.listen({ host: '127.0.0.1', port })
  return {
    url,
    dataDir: test.place.dataDir,
    log: () => JSON.stringify(test.logged),
    stop: () => test.close(),
  }
}

/** The gateway as `npm start` runs it, on a free port and an empty folder. */
export async function startGatewayProcess(environment: Record<string, string> = {}): Promise<RunningGateway> {
  const dataDir = await mkdtemp(path.join(DATA_FOLDER, 'quiva-cli-gateway-'))
  const port = await freePort()
  // Without the console, which the start would build first.
  const limits = { RATE_LIMIT_ANONYMOUS_PER_MINUTE: '100000', CONSOLE: 'off' }
  const always = { PATH: process.env.PATH, NODE_COMPILE_CACHE, DATA_DIR: dataDir, PORT: `${port}` }
  const env = { ...always, ...limits, ...environment }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  }
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, child, () => log)
  return {
    url,
    dataDir,
    log: () => log,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function untilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
  // A start takes a second, but on a machine with two cores several tests start programs at the same moment.
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined)
    if (ready?.ok) return
    await sleep(20)
  }
  child.kill('SIGKILL')
  throw new Error(`the gateway did not start: ${log()}`)
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no free port')
  return address.port
}
