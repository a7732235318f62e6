import { type ParseArgsConfig, parseArgs } from 'node:util'
import { StartupError } from '../platform/errors/startup-error.ts'

/** Reads the options of a program; for any other argument it throws `help`, before the program does anything. */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(options: Options, help: string) {
  try {
    return parseArgs({ options }).values
  } catch (cause) {
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split('. ')
    throw new StartupError(`${problem}\n\n${help.trimEnd()}`, { cause })
  }
}
