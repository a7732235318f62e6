import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { StartupError } from '../../platform/errors/startup-error.ts'

const VARIABLE = 'QUIVA_BACKUP_PASSPHRASE'
const LEAST = 12

/** For sealing: long enough, and typed twice. */
export async function newPassphrase(environment: NodeJS.ProcessEnv): Promise<string> {
  const passphrase = await readPassphrase(environment, 'A passphrase for the secrets: ')
  if (passphrase.length < LEAST) throw new StartupError(`The passphrase must have at least ${LEAST} characters.`)
  if (!environment[VARIABLE] && (await ask('The same again: ')) !== passphrase)
    throw new StartupError('The two passphrases differ.')
  return passphrase
}

export async function readPassphrase(environment: NodeJS.ProcessEnv, question: string): Promise<string> {
  const given = environment[VARIABLE]
  if (given) return given
  if (!process.stdin.isTTY)
    throw new StartupError(`The secrets need a passphrase. Set ${VARIABLE}, or run the command on a terminal.`)
  return ask(question)
}

/** Shows nothing of what is typed. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const cancelled = Promise.withResolvers<string>()
  lines.once('SIGINT', () => cancelled.reject(new StartupError('Cancelled. Nothing was written.')))
  try {
    return await Promise.race([lines.question(''), cancelled.promise])
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
