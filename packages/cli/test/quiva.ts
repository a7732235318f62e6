import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { NODE_COMPILE_CACHE } from '../../gateway/test/run/compile-cache.ts'

export type Ran = { code: number | null; stdout: string; stderr: string }

export type Person = {
  /** Where files of the test go; also the working directory of the commands. */
  folder: string
  sessionFile: string
  /** Runs the command as a child process that sits at no terminal. */
  quiva(args: string[], options?: { input?: string; env?: Record<string, string> }): Promise<Ran>
  /** Runs it with --json, expects success, and resolves to the document. */
  json<T>(args: string[], options?: { input?: string; env?: Record<string, string> }): Promise<T>
  environment(more?: Record<string, string>): Record<string, string>
  readSessions(): Promise<Record<string, { authToken: string; refreshToken: string }>>
  remove(): Promise<void>
}

export const bin = fileURLToPath(new URL('../bin/quiva.js', import.meta.url))

/** Somebody with a home folder of their own, who talks to the gateway at `apiUrl`. */
export async function createPerson(apiUrl: string): Promise<Person> {
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

  const quiva: Person['quiva'] = async (args, { input = '', env } = {}) => {
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
