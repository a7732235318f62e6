import type { Output } from './output.ts'

/** What the gateway says about when a change holds everywhere; absent if it took nothing away. */
export type Revocation = { confirmed: boolean; holders: number; took_ms: number; by?: string }

/** Says on standard error when what was revoked is refused everywhere. */
export function noteRevocation(revocation: Revocation | undefined, output: Output): void {
  if (revocation === undefined) return
  const { confirmed, holders, took_ms: ms, by } = revocation
  const holdersText = `${holders} ${holders === 1 ? 'holder' : 'holders'}`
  if (confirmed) output.note(`Revoked everywhere: ${holdersText}, ${Math.ceil(ms)} ms`)
  else output.note(`Not confirmed by every gateway yet. None of them accepts it after ${by ?? 'an unknown time'}`)
}
