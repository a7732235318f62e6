import type { NoteRefusals } from '../../access/refusals/refusals.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import { keyedHash } from '../../platform/crypto/hashing.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { SignInThrottle } from '../../platform/throttle/sign-in-throttle.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { ChallengedFactor } from './methods.ts'
import { listSignInAddresses } from './store.ts'

const KNOWN_PLACE_MS = 30 * 86_400_000

/** An attempt to prove that one is the user with that address; `email` is normalised. */
export type Claim = {
  email: string
  origin: Origin
  /**
   * The first factor, if this is the second. After OAuth it has counters of its own, which can be exhausted only by
   * somebody who got that far.
   */
  after?: ChallengedFactor
}

/**
 * Attempts to prove that one is the user with an address. Every operation that compares a password uses this, and so
 * does every check of a code that completes a sign-in.
 */
export type Attempts = {
  /**
   * Runs `compare`, unless too many attempts have failed: then it throws `too_many_requests`. `compare` resolves with a
   * value if the proof is right; false, undefined or an error is a failure. Only failures count, and simultaneous
   * attempts are allowed no more failures than successive ones.
   */
  prove<T>(claim: Claim, compare: () => Promise<T | false | undefined>): Promise<T | undefined>
  /** Resets the counted failures after a completed sign-in. */
  completed(claim: Claim): Promise<void>
}

/**
 * Counts a sign-up that names an address, whatever its result: a limit that only wrong passwords reach would tell which
 * users exist. It has counters of its own, so that a sign-up takes no attempts from a user who signs in.
 */
export type CountSignUp = (claim: Claim) => Promise<void>

export function createCountSignUp(attempts: Attempts): CountSignUp {
  return async (claim) => {
    await attempts.prove(claim, async () => false)
  }
}

type Deps = {
  database: Database
  throttle: SignInThrottle
  hashKey: Buffer
  /** Records in the user's accounts that further attempts are refused. */
  noteRefusals?: NoteRefusals
}

export function createAttempts({ database, throttle, hashKey, noteRefusals }: Deps): Attempts {
  const attemptOf = ({ email, origin, after }: Claim) => ({
    user: keyedHash(hashKey, after === 'oauth' ? `oauth ${email}` : email),
    network: networkOf(origin.ip),
  })

  async function isKnownPlace(email: string, network: string): Promise<boolean> {
    const addresses = await listSignInAddresses(database.read, email, Date.now() - KNOWN_PLACE_MS)
    return addresses.some((address) => networkOf(address) === network)
  }

  function refuse({ email, origin }: Claim, error: unknown): never {
    if (error instanceof Refusal && error.limit) noteRefusals?.lockout({ user: { email }, origin }, error.limit.name)
    throw error
  }

  return {
    async prove(claim, compare) {
      const attempt = attemptOf(claim)
      const begun = await throttle
        .begin(attempt, () => isKnownPlace(claim.email, attempt.network))
        .catch((error: unknown) => refuse(claim, error))
      let isRight = false
      try {
        const proven = await compare()
        if (proven === false || proven === undefined) return undefined
        isRight = true
        return proven
      } finally {
        await begun.end(isRight ? 'spared' : 'failed')
      }
    },
    completed: (claim) => throttle.reset(attemptOf(claim)),
  }
}
