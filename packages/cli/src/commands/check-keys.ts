import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { CliError } from '../errors.ts'
import { type Found, findKeys } from '../key-scan.ts'
import { type Output, visible } from '../output.ts'

type Parts = { output: Output; stdin: Readable }

/**
 * Looks for API keys in files, or in standard input for `-`, without asking any gateway: a key is told by its checksum.
 * Finding one is a refusal, so that a hook that runs before a commit stops it.
 */
export async function checkKeys(files: string[], { output, stdin }: Parts): Promise<void> {
  const found: (Found & { file: string })[] = []
  for (const file of files) {
    for await (const key of findKeys(file === '-' ? stdin : read(file))) found.push({ file, ...key })
  }
  const json = found.map(({ file, line, column, lastFour }) => ({ file, line, column, last_4_characters: lastFour }))
  const lines = found.map(
    ({ file, line, column, prefix, lastFour }) => `${visible(file)}:${line}:${column}: ${prefix}…${lastFour}`,
  )
  output.result(json, lines.join('\n'))
  if (found.length === 0) return output.note('No API key was found.')
  const what = found.length === 1 ? 'One API key was found' : `${found.length} API keys were found`
  const message = `${what}. If anybody else may have seen the text, delete or rotate it (quiva keys rotate).`
  throw new CliError('refused', 'keys_found', message)
}

async function* read(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CliError('failure', 'unreadable_file', `${visible(file)} cannot be read (${code ?? 'unknown error'})`)
  }
}
