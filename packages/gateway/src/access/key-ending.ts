import type { KeyEnding } from './principal.ts'

/** How long before its end a key is said to end: in answers to it, and by mail. */
export const ENDING_MS = 7 * 86_400_000

/**
 * What answers to a key say beside the answer: undefined unless it is in its last seven days, or was replaced and is in
 * its grace. Looked at once for each look-up, so that other keys cost nothing.
 */
export function endingOf(key: { expiresAt: number; replacedBy: string | null }, now: number): KeyEnding | undefined {
  if (key.replacedBy === null && key.expiresAt - now > ENDING_MS) return undefined
  return { endsOn: new Date(key.expiresAt).toISOString(), replacedBy: key.replacedBy }
}
