import { parseArgs } from 'node:util'
import { StartupError } from '../../platform/errors/startup-error.ts'

/** `--help`, or at most one file. Throws `help` for anything else, before the program does anything. */
export function readFileArgument(help: string): { help: boolean; file: string | undefined } {
  try {
    const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true })
    const [file, ...more] = positionals
    if (more.length > 0 || file === '') throw new Error('One file, please.')
    return { help: values.help === true, file }
  } catch (cause) {
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split('. ')
    throw new StartupError(`${problem}\n\n${help.trimEnd()}`, { cause })
  }
}
