import { Refusal } from '../errors/refusal.ts'
import type { Tries, Try } from './tries.ts'

/** An attempt to sign in as a user: `user` is a keyed hash of the address that was given. */
export type Attempt = { user: string; network: string }

export type SignInThrottle = {
  /**
   * Begins a try before its secret is compared, and throws `too_many_requests` when too many have failed.
   * `isKnownPlace` says whether that user completed a sign-in from that network in the last 30 days; it is called only
   * when the limit for all networks together is used up.
   */
  begin(attempt: Attempt, isKnownPlace: () => Promise<boolean>): Promise<Try>
  /** For a completed sign-in: the earlier failures count no more. */
  reset(attempt: Attempt): Promise<void>
}

/**
 * The lockout (docs/decisions/0035): 5 failures for a user from one network, or 20 from all networks, within 15
 * minutes. Known and unknown users count alike. The limit for all networks does not apply to networks from which the
 * user has signed in, so that nobody can lock a user out from elsewhere.
 */
export function createSignInThrottle(fromOnePlace: Tries, fromAnywhere: Tries): SignInThrottle {
  const placeKey = ({ user, network }: Attempt) => `${user}@${network}`

  async function beginAnywhere(attempt: Attempt, isKnownPlace: () => Promise<boolean>): Promise<Try | undefined> {
    try {
      return await fromAnywhere.begin(attempt.user)
    } catch (error) {
      if (error instanceof Refusal && (await isKnownPlace())) return undefined
      throw error
    }
  }

  return {
    async begin(attempt, isKnownPlace) {
      const here = await fromOnePlace.begin(placeKey(attempt))
      try {
        const anywhere = await beginAnywhere(attempt, isKnownPlace)
        return {
          async end(ending) {
            await Promise.all([here.end(ending), anywhere?.end(ending)])
          },
        }
      } catch (error) {
        // No secret will be compared.
        await here.end('spared')
        throw error
      }
    },
    async reset(attempt) {
      await Promise.all([fromOnePlace.forget(placeKey(attempt)), fromAnywhere.forget(attempt.user)])
    },
  }
}
