import { Refusal } from '../errors/refusal.ts'
import type { Tries, Try } from './tries.ts'

/** Somebody who tries to prove that they are a user: `user` is a keyed hash of the address they name. */
export type Attempt = { user: string; network: string }

export type SignInThrottle = {
  /**
   * Begins a try before its secret is compared, and throws `too_many_requests` when too many have failed. `isKnownPlace`
   * says whether that user completed a sign-in from that network in the last 30 days; it is asked only when the limit
   * from anywhere is spent.
   */
  begin(attempt: Attempt, isKnownPlace: () => Promise<boolean>): Promise<Try>
  /** A completed sign-in: the failures before it are forgotten. */
  reset(attempt: Attempt): Promise<void>
}

/**
 * The lockout (docs/decisions/0035): 5 failures for a user from one address, or 20 from anywhere, within 15 minutes.
 * Known and unknown users count alike, and the limit from anywhere spares the user's own places, so that nobody can
 * be locked out from afar.
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
