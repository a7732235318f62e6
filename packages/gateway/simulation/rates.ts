import type { RateLimit } from '../src/access/key-limits/rate-limit.ts'
import type { World } from './world.ts'

/** What one gateway has given away of a rate limit in one window: to requests, and in slices to verifiers. */
type Given = { units: number; isAlone: boolean }
type Handed = { left: number; endsAt: number }

export type Rates = ReturnType<typeof createRates>

/** Of the documentation (docs/key-limits.md): a tenth, or one request of a small limit. */
const creditOf = ({ requests }: RateLimit): number => Math.max(1, Math.floor(requests / 10))

/**
 * How often rate limits were used, and who counted it. S4: in each window, a gateway that hears what the others have
 * counted exceeds the limit by a tenth at most; one that does not hears it from nobody, and counts alone. A verifier uses
 * no more than was given to it, and not after the end of the window.
 *
 * `lateMs`: for how long a process may stop between a decision and what follows from it.
 */
export function createRates(world: World, isChecked: boolean, lateMs: number) {
  const windows = new Map<string, Map<string, Given>>()
  const slices = new Map<string, Handed[]>()
  const alone = new Set<string>()
  /** Uses of slices; and how often something was given of a limit that was used up then. */
  const figures = { uses: 0, fullWindows: 0 }

  function givenBy(gateway: string, name: string, windowEndsAt: number): { all: Map<string, Given>; mine: Given } {
    const key = `${name} ${windowEndsAt}`
    const all = windows.get(key) ?? new Map<string, Given>()
    windows.set(key, all)
    const mine = all.get(gateway) ?? { units: 0, isAlone: false }
    all.set(gateway, mine)
    return { all, mine }
  }

  function check(limit: RateLimit, windowEndsAt: number, all: ReadonlyMap<string, Given>): void {
    let [total, most] = [0, limit.requests]
    for (const { units, isAlone } of all.values()) {
      total += units
      most += isAlone ? limit.requests : creditOf(limit)
    }
    if (total >= limit.requests) figures.fullWindows += 1
    if (isChecked && total > most) {
      const by = [...all].map(([gateway, { units }]) => `${gateway} ${units}`).join(', ')
      const window = new Date(windowEndsAt).toISOString()
      world.broken('S4', `${total} instead of ${limit.requests} uses of ${limit.name} until ${window}: ${by}`)
    }
  }

  return {
    figures,
    /** A gateway has counted a request, or units that it gives to a verifier. */
    given(gateway: string, limit: RateLimit, windowEndsAt: number, units: number): void {
      if (units <= 0) return
      const { all, mine } = givenBy(gateway, limit.name, windowEndsAt)
      mine.units += units
      mine.isAlone ||= alone.has(gateway)
      check(limit, windowEndsAt, all)
    },
    /** Whether a gateway gets no answer of the database. */
    setAlone(gateway: string, isAlone: boolean): void {
      if (isAlone) alone.add(gateway)
      else alone.delete(gateway)
    },
    /** What a gateway has used in this window is in no sum: the clock of another has begun the next one. */
    missed(gateway: string, name: string, windowEndsAt: number): void {
      givenBy(gateway, name, windowEndsAt).mine.isAlone = true
    },
    /** A verifier gets units that may be used for so long, in true time. */
    handed(verifier: string, { name }: RateLimit, units: number, forMs: number): void {
      if (units <= 0) return
      const key = `${verifier} ${name}`
      const all = (slices.get(key) ?? []).filter(({ left, endsAt }) => left > 0 && endsAt > world.now())
      slices.set(key, [...all, { left: units, endsAt: world.now() + forMs + lateMs }])
    },
    /** A verifier has let a request through. */
    used(verifier: string, { name }: RateLimit): void {
      figures.uses += 1
      const there = slices.get(`${verifier} ${name}`)?.filter(({ left, endsAt }) => left > 0 && endsAt >= world.now())
      const first = there?.sort((one, other) => one.endsAt - other.endsAt)[0]
      if (first) first.left -= 1
      else if (isChecked) world.broken('S4', `${verifier} uses more of ${name} than it was given for this time`)
    },
  }
}
