import type { Origin } from '../audit/audit.ts'
import { keyedHash } from '../crypto/hashing.ts'
import type { Database } from '../database/database.ts'
import { networkOf } from '../throttle/network.ts'
import type { Attempt, SignInThrottle } from '../throttle/sign-in-throttle.ts'
import type { ChallengedFactor } from './methods.ts'
import { listSignInAddresses } from './store.ts'

const KNOWN_PLACE_MS = 30 * 86_400_000

/**
 * Counts a try to prove oneself as the person with that (normalised) address, before any secret is checked; throws
 * `too_many_requests` when there were too many. Every operation that takes a password counts here, and so do the codes
 * that complete a sign-in; those after OAuth by counters of their own, which nobody can spend who has not come that far.
 */
export type CountAttempt = (email: string, origin: Origin, after?: ChallengedFactor) => Promise<Attempt>

export function createCountAttempt(database: Database, throttle: SignInThrottle, hashKey: Buffer): CountAttempt {
  return async (email, origin, after) => {
    const counted = after === 'oauth' ? `oauth ${email}` : email
    const attempt = { person: keyedHash(hashKey, counted), network: networkOf(origin.ip) }
    await throttle.count(attempt, async () => {
      const addresses = await listSignInAddresses(database.read, email, Date.now() - KNOWN_PLACE_MS)
      return addresses.some((address) => networkOf(address) === attempt.network)
    })
    return attempt
  }
}
