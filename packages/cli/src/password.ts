import type { Ask } from './ask.ts'
import { wrongUsage } from './errors.ts'

type Sources = {
  ask: Ask
  /** QUIVA_PASSWORD. */
  fromEnvironment: string | undefined
  /** --password-stdin. */
  fromStdin: boolean
}

const orElse = 'a password is needed: set QUIVA_PASSWORD, or pipe it in with --password-stdin'

/** A password, never from the arguments, which everybody on the machine can read. */
export async function readPassword({ ask, fromEnvironment, fromStdin }: Sources): Promise<string> {
  const given = fromStdin ? await ask.piped('Password') : fromEnvironment
  if (fromStdin && given === '') throw wrongUsage('no password came from standard input')
  return ask.secret(given, 'Password', orElse)
}

/** The same for one that is typed for the first time, where a slip would lock its owner out. */
export async function readNewPassword(sources: Sources): Promise<string> {
  const password = await readPassword(sources)
  if (sources.fromStdin || sources.fromEnvironment) return password
  const again = await sources.ask.secret(undefined, 'The same password again', orElse)
  if (again !== password) throw wrongUsage('the two passwords differ')
  return password
}
