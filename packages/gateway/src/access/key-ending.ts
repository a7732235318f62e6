import type { KeyEnding } from './principal.ts'

/** How long before a key expires its owner is told: in answers to the key, and by mail. */
export const ENDING_MS = 7 * 86_400_000

/** How long a key may be without a use until lists and the overview call it silent. */
export const SILENT_MS = 90 * 86_400_000

/**
 * What answers tell a key about its expiry: undefined unless it is in its last seven days, or was replaced and is in
 * its grace period. Computed once for each look-up, so that other keys cost nothing.
 */
export function endingOf(key: { expiresAt: number; replacedBy: string | null }, now: number): KeyEnding | undefined {
  if (key.replacedBy === null && key.expiresAt - now > ENDING_MS) return undefined
  return { endsOn: new Date(key.expiresAt).toISOString(), replacedBy: key.replacedBy }
}
