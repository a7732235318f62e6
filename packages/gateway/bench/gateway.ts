import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync } from 'node:fs'
import { get } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from '../src/features/console/build.ts'
import { cpuMsOf } from './proc.ts'
import { freePort, type Stage } from './stage.ts'

export type RunningGateway = {
  port: number
  pid: number
  process: ChildProcess
  /** From the start of the process to the first answer of GET /health/live. */
  startMs: number
  /** Share of a core that it had in that time; undefined where there is no /proc. */
  startCpu: number | undefined
  stop(): Promise<void>
}

const MAIN = fileURLToPath(new URL('../bin/gateway.js', import.meta.url))
const START_LIMIT_MS = 30_000
const LOOK_EVERY_MS = 3

/** What a benchmark sets: limits out of the way, the most keys for an account. Everything else is the default. */
const ENVIRONMENT = { HOST: '127.0.0.1', RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000', API_KEYS_PER_ACCOUNT: '8000' }

type Given = { nodeOptions?: string[]; ipc?: boolean; cores?: 1 | 2; program?: string | undefined }

/**
 * Starts a gateway as `npm start` does, on the server's core (or on two), and resolves when it answers. `nodeOptions` come
 * before the program (a preloaded module, a profiler); with `ipc` the process can send messages; `program` is another
 * gateway than that of this clone.
 */
export async function startGateway(
  stage: Stage,
  environment: Record<string, string>,
  { nodeOptions = [], ipc = false, cores = 1, program = MAIN }: Given = {},
): Promise<RunningGateway> {
  // So that no start that is measured builds it.
  await buildConsole({ environment: process.env })
  const dataDir = environment.DATA_DIR ?? mkdtempSync(path.join(stage.folder, 'data-'))
  mkdirSync(dataDir, { recursive: true })
  const log = openSync(path.join(dataDir, 'log'), 'a')
  const profiling = stage.profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${stage.profiles}`]
  const stdio: SpawnOptions['stdio'] = ['ignore', log, 'inherit', ...(ipc ? ['ipc' as const] : [])]
  const settings = { ...ENVIRONMENT, ...environment, DATA_DIR: dataDir }
  return startServer(stage, [...profiling, ...nodeOptions, program], settings, { stdio, cores })
}

/** Starts a program that is to listen on PORT, and resolves when it answers there. */
export async function startServer(
  stage: Stage,
  args: string[],
  environment: Record<string, string> = {},
  { stdio = ['ignore', 'ignore', 'inherit'], cores = 1 }: { stdio?: SpawnOptions['stdio']; cores?: 1 | 2 } = {},
): Promise<RunningGateway> {
  const port = await freePort()
  const startedAt = performance.now()
  const env = { PATH: process.env.PATH, ...environment, PORT: String(port) }
  const child = stage.spawnServer(args, { stdio, env }, cores)
  await untilLive(port, child)
  const startMs = performance.now() - startedAt
  if (child.pid === undefined) throw new Error('the server has no process id')
  const cpuMs = cpuMsOf(child.pid)
  const startCpu = cpuMs && cpuMs / startMs
  return { port, pid: child.pid, process: child, startMs, startCpu, stop: () => stage.end(child) }
}

async function untilLive(port: number, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; ) {
    if (await isLive(port)) return
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error('the server did not start')
}

function isLive(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/health/live', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })
}
