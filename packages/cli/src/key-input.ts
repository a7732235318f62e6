import type { Ask } from './ask.ts'

/**
 * A key from the arguments, or from standard input for `-`: arguments can be read by everybody on the machine and stay in
 * the history of the shell.
 */
export async function readKey(given: string | undefined, message: string, orElse: string, ask: Ask): Promise<string> {
  const typed = given === '-' ? await ask.piped(message) : given
  return (await ask.secret(typed?.trim(), message, orElse)).trim()
}
