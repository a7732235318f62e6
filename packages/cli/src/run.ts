import { CommanderError } from 'commander'
import { describeFailure, exitCodes } from './errors.ts'
import { createOutput } from './output.ts'
import type { Streams } from './program/parts.ts'
import { createProgram } from './program/program.ts'

/** Runs one command and resolves to its exit status (docs/cli.md). */
export async function run(
  args: string[],
  variables: Record<string, string | undefined>,
  streams: Streams,
): Promise<number> {
  const asJson = wantsJson(args)
  try {
    await createProgram(variables, streams, asJson).parseAsync(args, { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    // --help and --version end like this, with status 0.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok
    // The help was shown instead of a message, since a command is missing.
    if (error instanceof CommanderError && error.code === 'commander.help' && !asJson) return exitCodes.usage
    const failure = describeFailure(error, { hasApiKey: usesApiKey(args, variables) })
    createOutput(streams, asJson).failure(failure)
    return failure.exitCode
  }
}

/** Known before the arguments are understood, since their error too is told as JSON. */
function wantsJson(args: string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? undefined : end).includes('--json')
}

/** Whether the command spoke with QUIVA_API_KEY, as far as that can be known from outside. */
function usesApiKey(args: string[], variables: Record<string, string | undefined>): boolean {
  const named = variables.QUIVA_PROFILE?.trim() || args.some((arg) => /^--profile(=|$)/.test(arg))
  return Boolean(variables.QUIVA_API_KEY?.trim()) && !named
}
