import type { AuditEvent, Origin } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'

/** How long a place is remembered, after the event about the first one. */
const REMEMBERED_MS = 86_400_000
/** A laptop on its way, with addresses of both protocols. Beyond that, the place named first is forgotten. */
const MOST_PLACES = 8
/** 96 bits. */
const PLACE_LENGTH = 16

/** What a session remembers of its refreshes: hashes of places, separated by spaces. */
export type NotedRefreshes = { places: string; since: number; repeats: number }

/**
 * An open page refreshes its session every hour, day after day, which says nothing new. So the audit log has one event a
 * day for each place, that is an address with a User-Agent, and a new place is always an event. `repeats` are the
 * refreshes without an event, since the last one.
 */
export function noteRefresh(
  before: NotedRefreshes | undefined,
  { ip, userAgent }: Pick<Origin, 'ip' | 'userAgent'>,
  now: number,
): { noted: NotedRefreshes; isEvent: boolean; repeats: number } {
  const place = sha256(`${ip}\n${userAgent}`).slice(0, PLACE_LENGTH)
  const { repeats = 0 } = before ?? {}
  const isOver = before === undefined || now - before.since >= REMEMBERED_MS
  const places = isOver ? [] : before.places.split(' ')
  const since = isOver ? now : before.since
  if (places.includes(place)) {
    return { noted: { places: places.join(' '), since, repeats: repeats + 1 }, isEvent: false, repeats: 0 }
  }
  return {
    noted: { places: [...places, place].slice(-MOST_PLACES).join(' '), since, repeats: 0 },
    isEvent: true,
    repeats,
  }
}

/** What the event of a session's end says of the refreshes that are in no event. */
export function untoldRefreshes(session: {
  repeats: number | null
  refreshedAt: number | null
}): NonNullable<AuditEvent['details']> {
  const { repeats, refreshedAt } = session
  if (repeats === null || repeats === 0) return {}
  return { repeats, ...(refreshedAt !== null && { last_refreshed_on: new Date(Number(refreshedAt)).toISOString() }) }
}
