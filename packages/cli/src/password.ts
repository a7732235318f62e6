import type { Ask } from './ask.ts'
import { wrongUsage } from './errors.ts'

type Sources = {
  ask: Ask
  /** What `variable` holds. */
  fromEnvironment: string | undefined
  /** --password-stdin. */
  fromStdin: boolean
  variable?: 'QUIVA_PASSWORD' | 'QUIVA_NEW_PASSWORD'
}

const needed = (variable: string) => `a password is needed: set ${variable}, or pipe it in with --password-stdin`

/** A password, never from the arguments, which everybody on the machine can read. */
export async function readPassword(sources: Sources, question = 'Password'): Promise<string> {
  const { ask, fromEnvironment, fromStdin, variable = 'QUIVA_PASSWORD' } = sources
  const given = fromStdin ? await ask.piped(question) : fromEnvironment
  if (fromStdin && given === '') throw wrongUsage('standard input has no password')
  return ask.secret(given, question, needed(variable))
}

/** The same for one that is typed for the first time, where a slip would lock its owner out. */
export async function readNewPassword(sources: Sources, question?: string): Promise<string> {
  const password = await readPassword(sources, question)
  if (sources.fromStdin || sources.fromEnvironment) return password
  const orElse = needed(sources.variable ?? 'QUIVA_PASSWORD')
  const again = await sources.ask.secret(undefined, 'The same password again', orElse)
  if (again !== password) throw wrongUsage('the two passwords differ')
  return password
}

type ChangeSources = {
  ask: Ask
  /** QUIVA_PASSWORD. */
  current: string | undefined
  /** QUIVA_NEW_PASSWORD. */
  chosen: string | undefined
  /** --password-stdin: two lines, the current one and the new one. */
  fromStdin: boolean
}

/** The password that somebody has and the one that they want. */
export async function readPasswordChange(sources: ChangeSources): Promise<{ current: string; chosen: string }> {
  const { ask, fromStdin } = sources
  if (fromStdin) {
    const [current, chosen, ...more] = (await ask.piped('Passwords')).split(/\r?\n/)
    if (!current || !chosen || more.length > 0)
      throw wrongUsage('standard input must hold two lines: the current password, then the new one')
    return { current, chosen }
  }
  const variable = 'QUIVA_NEW_PASSWORD'
  const current = await readPassword({ ask, fromEnvironment: sources.current, fromStdin }, 'Current password')
  const chosen = await readNewPassword({ ask, fromEnvironment: sources.chosen, fromStdin, variable }, 'New password')
  return { current, chosen }
}
