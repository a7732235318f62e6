import type { Tx } from '../../platform/database/database.ts'
import { neighbourhoodOf } from '../../platform/values/ip-addresses.ts'
import { listSignInSpans } from './session-store.ts'

/**
 * A place is known if the user came back to it after this time: somebody who has just stolen the password cannot have
 * done so.
 */
const KNOWN_AFTER_MS = 24 * 3_600_000

/**
 * When the user last signed in from a known place. If no place is known, it is the time of the first sign-in, and
 * without any sign-in it is 0. It sees only as far back as sessions are kept.
 */
export async function lastKnownSignIn(db: Tx['db'], userId: string): Promise<number> {
  const places = new Map<string, { first: number; last: number }>()
  let earliest = Number.POSITIVE_INFINITY
  for (const { ip, first, last } of await listSignInSpans(db, userId)) {
    earliest = Math.min(earliest, first)
    const place = neighbourhoodOf(ip)
    const known = places.get(place)
    places.set(place, { first: Math.min(first, known?.first ?? first), last: Math.max(last, known?.last ?? last) })
  }
  const known = [...places.values()].filter(({ first, last }) => last - first >= KNOWN_AFTER_MS)
  if (known.length > 0) return Math.max(...known.map(({ last }) => last))
  return Number.isFinite(earliest) ? earliest : 0
}
