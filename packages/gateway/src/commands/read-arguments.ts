import { type ParseArgsConfig, parseArgs } from 'node:util'
import { StartupError } from '../platform/errors/startup-error.ts'

/** The options of a program, and nothing else: what it does not know ends it with its `help`, before it does anything. */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(options: Options, help: string) {
  try {
    return parseArgs({ options }).values
  } catch (cause) {
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split('. ')
    throw new StartupError(`${problem}\n\n${help.trimEnd()}`, { cause })
  }
}
