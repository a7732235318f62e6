import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { NODE_COMPILE_CACHE } from '../../gateway/test/run/compile-cache.ts'
import { run } from '../src/run.ts'

export type Ran = { code: number | null; stdout: string; stderr: string }

/** `asProcess`: as a process of its own in any case, in the folder of the person, where files are looked for. */
type RunOptions = { input?: string; env?: Record<string, string>; asProcess?: boolean }

export type Person = {
  /** Where files of the test go; also the working directory of the commands. */
  folder: string
  sessionFile: string
  /** Runs the command as a child process that sits at no terminal, or as such a process would. */
  quiva(args: string[], options?: RunOptions): Promise<Ran>
  /** Runs it with --json, expects success, and resolves to the document. */
  json<T>(args: string[], options?: RunOptions): Promise<T>
  environment(more?: Record<string, string>): Record<string, string>
  readSessions(): Promise<Record<string, { authToken: string; refreshToken: string }>>
  remove(): Promise<void>
}

export const bin = fileURLToPath(new URL('../bin/quiva.js', import.meta.url))

/**
 * Somebody with a home folder of their own, who talks to the gateway at `apiUrl`. With `inProcess` the commands run
 * within this process, for tests of what commands do: a process for each would cost ten times as much.
 */
export async function createPerson(apiUrl: string, { inProcess = false } = {}): Promise<Person> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quiva-cli-person-'))
  const sessionFile = path.join(folder, 'config', 'quiva', 'session.json')

  const environment: Person['environment'] = (more = {}) => ({
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    QUIVA_API_URL: apiUrl,
    NODE_COMPILE_CACHE,
    ...more,
  })

  const quiva: Person['quiva'] = async (args, { input = '', env, asProcess = !inProcess } = {}) => {
    if (!asProcess) return runHere(args, environment(env), input)
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: environment(env), timeout: 15_000 })
    const ran: Ran = { code: null, stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        ran[name] += text
      })
    }
    // A command that reads nothing may be gone before the input is.
    child.stdin.on('error', () => undefined).end(input)
    ran.code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return ran
  }

  return {
    folder,
    sessionFile,
    environment,
    quiva,
    async json<T>(args: string[], options?: Parameters<Person['quiva']>[1]) {
      const { code, stdout, stderr } = await quiva([...args, '--json'], options)
      if (code !== 0 || stderr !== '') throw new Error(`quiva ${args.join(' ')} ended with ${code}: ${stderr}`)
      return JSON.parse(stdout) as T
    },
    async readSessions() {
      return JSON.parse(await readFile(sessionFile, 'utf8')).sessions
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What bin/quiva.js does, at no terminal. The parser would read the address from the environment of this process. */
async function runHere(args: string[], variables: Record<string, string>, input: string): Promise<Ran> {
  const ran: Ran = { code: null, stdout: '', stderr: '' }
  const keep = (name: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write(text, _encoding, done) {
        ran[name] += text
        done()
      },
    })
  const given = ['--api-url', variables.QUIVA_API_URL ?? '', ...args]
  ran.code = await run(given, variables, {
    stdin: Readable.from([input]),
    stdout: keep('stdout'),
    stderr: keep('stderr'),
  })
  return ran
}
