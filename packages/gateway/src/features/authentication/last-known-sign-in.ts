import type { Tx } from '../../platform/database/database.ts'
import { neighbourhoodOf } from '../../platform/values/ip-addresses.ts'
import { listSignInSpans } from './session-store.ts'

/** A place is known once somebody came back to it after so long: whoever has just stolen a password has not. */
const KNOWN_AFTER_MS = 24 * 3_600_000

/**
 * When the user last signed in from a place from which they had signed in a day earlier or more. For a user who never
 * came back to a place it is the first sign-in, and for a user without any it is 0. It sees only as far back as
 * sessions are kept.
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
