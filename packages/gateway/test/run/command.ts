import { type ChildProcess, execFile } from 'node:child_process'
import path from 'node:path'
import { NODE_COMPILE_CACHE } from './compile-cache.ts'

const COMMANDS = path.join(import.meta.dirname, '../../src/commands')

export type CommandEnd = { code: number | null; stdout: string; stderr: string }

/** Starts a command as an operator does, as a process of its own, with this environment and nothing else. */
export function startCommand(name: string, args: readonly string[], environment: Record<string, string>) {
  const file = path.join(COMMANDS, `${name}.ts`)
  const ended = Promise.withResolvers<CommandEnd>()
  const env = { ...environment, NODE_COMPILE_CACHE }
  const child: ChildProcess = execFile(process.execPath, [file, ...args], { env }, (_error, stdout, stderr) =>
    ended.resolve({ code: child.exitCode, stdout, stderr }),
  )
  return { child, ended: ended.promise }
}

export const runCommand = (...command: Parameters<typeof startCommand>): Promise<CommandEnd> =>
  startCommand(...command).ended
