import type { Time } from '../../platform/time.ts'
import type { Budget, Budgets } from './budgets.ts'
import type { Evicting } from './evicting.ts'
import type { Sent } from './frames.ts'
import type { RecentEvictions } from './recent-evictions.ts'
import type { TagGroup } from './told.ts'

/** How long a verdict may be kept, as in the gateway's own cache. */
const FRESH_MS = 60_000
/** As of introspection: the duration must not tell an unknown credential from one of another account. */
const INACTIVE_AFTER_MS = 100
/** How often a credential is looked up again that was evicted meanwhile. */
const MOST_TRIES = 3

/** What a live credential of the account is worth. */
export type Found = {
  tags: readonly TagGroup[]
  /** Milliseconds since the epoch. */
  expiresAt: number
  /** As introspection describes it. */
  principal: object
  /** What must be enforced, without the budgets; null for no limit. */
  limits: object | null
  budgets: readonly Budget[]
  ending?: object
}

/** Looks credentials up; the answer has their order, and undefined for those that are not live. */
export type LookUp = (
  credentials: readonly string[],
  done: (found: readonly (Found | 'unpaid' | undefined)[] | 'unavailable') => void,
) => void

type Asked = { i: number; credential: string }
type Item = { i: number } & (
  | { active: true; principal: object; limits: object | null; tags: number[]; fresh_ms: number; ending?: object }
  | { active: false; reason?: 'payment_required' }
  | { error: 'unavailable' }
)

type Deps = {
  time: Time
  evictions: RecentEvictions
  evicting: Evicting
  budgets: Budgets
  lookUp: LookUp
  /** Runs it when it is the verifier's turn to have so many credentials looked up; `never` if it is gone then. */
  turn(count: number, run: () => void, never: () => void): void
  send(frame: Sent): void
}

/** Calls `done` when all is answered, or `never` when nobody is there any more to answer. */
export type Verify = (
  id: number,
  credentials: readonly string[],
  done: (verified: number) => void,
  never: () => void,
) => void

/**
 * Answers `verify`. A verdict that was overtaken by an eviction while it was looked up is never sent: it is looked up
 * again. From the moment a verdict is sent, its tags are remembered, and evictions come after it.
 */
export function createVerify({ time, evictions, evicting, budgets, lookUp, turn, send }: Deps): Verify {
  function verdictOf(i: number, found: Found, now: number): Item {
    const { principal, limits, ending } = found
    const tags = evicting.tell(found.tags)
    const shown = budgets.tell(found.budgets)
    return {
      i,
      active: true,
      principal,
      limits: limits && { ...limits, budgets: shown },
      tags,
      fresh_ms: Math.min(FRESH_MS, found.expiresAt - now),
      ...(ending && { ending }),
    }
  }

  return (id, credentials, done, never) => {
    let startedAt = 0
    let left = credentials.length
    let verified = 0

    function answer(items: Item[]): void {
      if (items.length === 0) return
      send({ type: 'verified', id, items })
      left -= items.length
      if (left === 0) done(verified)
    }

    function look(asked: readonly Asked[], tries: number): void {
      const before = evictions.now()
      lookUp(
        asked.map(({ credential }) => credential),
        (found) => {
          if (found === 'unavailable') return answer(asked.map(({ i }) => ({ i, error: 'unavailable' })))
          const now = time.wall()
          const active: Item[] = []
          const inactive: Item[] = []
          const again: Asked[] = []
          for (const [index, one] of asked.entries()) {
            const verdict = found[index]
            if (verdict === 'unpaid') inactive.push({ i: one.i, active: false, reason: 'payment_required' })
            else if (!verdict || verdict.expiresAt <= now) inactive.push({ i: one.i, active: false })
            else if (evictions.since(before, verdict.tags.flat())) again.push(one)
            else active.push(verdictOf(one.i, verdict, now))
          }
          verified += active.length
          answer(active)
          evicting.makeRoom()
          if (again.length > 0 && tries < MOST_TRIES) turn(again.length, () => look(again, tries + 1), never)
          else answer(again.map(({ i }) => ({ i, error: 'unavailable' })))
          if (inactive.length === 0) return
          const wait = INACTIVE_AFTER_MS - (time.monotonic() - startedAt)
          if (wait <= 0) answer(inactive)
          else time.after(wait, () => answer(inactive))
        },
      )
    }

    function begin(): void {
      startedAt = time.monotonic()
      look(
        credentials.map((credential, i) => ({ i, credential })),
        1,
      )
    }

    turn(credentials.length, begin, never)
  }
}
