import type { Database } from '../database/database.ts'
import { createLimiter } from './limiter.ts'

const WINDOW_SECONDS = 900

/** Somebody who tries to prove that they are a person: `person` is a keyed hash of the address they name. */
export type Attempt = { person: string; network: string }

export type SignInThrottle = {
  /**
   * Counts an attempt before its secret is checked, and throws `too_many_requests` when there were too many.
   * `isKnownPlace` says whether that person completed a sign-in from that network in the last 30 days; it is asked
   * only when the limit from anywhere is spent.
   */
  count(attempt: Attempt, isKnownPlace: () => Promise<boolean>): Promise<void>
  /** The secret was right, but the sign-in is not complete: no failure, and no reset either. */
  giveBack(attempt: Attempt): Promise<void>
  /** A completed sign-in. */
  reset(attempt: Attempt): Promise<void>
}

/**
 * Decision 7: 5 failures for a person from one address, or 20 from anywhere, within 15 minutes. Known and unknown people
 * count alike, and the limit from anywhere spares the person's own places, so that nobody can be locked out from afar.
 */
export function createSignInThrottle(database: Database): SignInThrottle {
  const fromOnePlace = createLimiter({ name: 'sign-in', quota: 5, windowSeconds: WINDOW_SECONDS }, database)
  const fromAnywhere = createLimiter({ name: 'sign-in-anywhere', quota: 20, windowSeconds: WINDOW_SECONDS }, database)
  const placeKey = ({ person, network }: Attempt) => `${person}@${network}`

  return {
    async count(attempt, isKnownPlace) {
      await fromOnePlace.count(placeKey(attempt))
      try {
        await fromAnywhere.count(attempt.person)
      } catch (error) {
        if (!(await isKnownPlace())) throw error
      }
    },
    async giveBack(attempt) {
      await Promise.all([fromOnePlace.giveBack(placeKey(attempt)), fromAnywhere.giveBack(attempt.person)])
    },
    async reset(attempt) {
      await Promise.all([fromOnePlace.reset(placeKey(attempt)), fromAnywhere.reset(attempt.person)])
    },
  }
}
