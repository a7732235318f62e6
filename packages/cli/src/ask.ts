import type { Readable, Writable } from 'node:stream'
import { CliError, wrongUsage } from './errors.ts'

export type Ask = {
  /** Whether a person sits at the terminal, who can be asked. */
  somebodyIsThere: boolean
  /** The value that was given, or else what the person there types; with nobody there, an error that says `orElse`. */
  text(given: string | undefined, message: string, orElse: string): Promise<string>
  /** The same for what must not be seen. */
  secret(given: string | undefined, message: string, orElse: string): Promise<string>
  /** All of standard input without the line break at its end; where a person sits there, they are asked instead. */
  piped(message: string): Promise<string>
}

type Stream = { isTTY?: boolean }
export type AskStreams = { stdin: Readable & Stream; stdout: Stream; stderr: Writable & Stream }

const LONGEST_INPUT_BYTES = 65_536

/** Prompts appear on standard error: standard output is for results. */
export function createAsk({ stdin, stdout, stderr }: AskStreams): Ask {
  const somebodyIsThere = Boolean(stdin.isTTY && stdout.isTTY && stderr.isTTY)

  async function prompt(kind: 'text' | 'password', message: string): Promise<string> {
    // Loaded only here: most runs ask nothing.
    const clack = await import('@clack/prompts')
    const validate = (value: string | undefined) => (value ? undefined : 'Type an answer, or press Ctrl-C to stop.')
    const answer = await clack[kind]({ message, validate, input: stdin, output: stderr })
    if (typeof answer !== 'string') throw new CliError('interrupted', 'interrupted', 'Nothing was done.')
    return answer
  }

  function asking(kind: 'text' | 'password') {
    return async (given: string | undefined, message: string, orElse: string) => {
      if (given !== undefined && given !== '') return given
      if (!somebodyIsThere) throw wrongUsage(orElse)
      return prompt(kind, message)
    }
  }

  return {
    somebodyIsThere,
    text: asking('text'),
    secret: asking('password'),
    async piped(message) {
      if (somebodyIsThere) return prompt('password', message)
      // It would show what is typed.
      if (stdin.isTTY) throw wrongUsage('standard input is a terminal: pipe the secret in')
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of stdin) {
        bytes += chunk.length
        if (bytes > LONGEST_INPUT_BYTES) throw wrongUsage('standard input is too long')
        chunks.push(Buffer.from(chunk))
      }
      return Buffer.concat(chunks)
        .toString('utf8')
        .replace(/\r?\n$/, '')
    },
  }
}
