import type { Ask } from './ask.ts'

/**
 * A key from the arguments, or from standard input for `-`: arguments can be read by everybody on the machine and stay in
 * the history of the shell.
 */
export async function readKey(given: string | undefined, message: string, orElse: string, ask: Ask): Promise<string> {
  const typed = given === '-' ? await ask.piped(message) : given
  return (await ask.secret(typed?.trim(), message, orElse)).trim()
}

/** A key by its id, or by itself, as it was typed. */
export function selectorOf(named: string): { key: string } | { id: string } {
  return /^mst?-/.test(named) ? { key: named } : { id: named }
}

/** The same from the arguments, from standard input for `-`, or asked for. */
export async function selectKey(given: string | undefined, ask: Ask): Promise<{ key: string } | { id: string }> {
  return selectorOf(await readKey(given, 'Id of the key, or the key itself', 'the id of the key is missing', ask))
}
