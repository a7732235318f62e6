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

/** Who tries to prove what: `email` is normalised. */
export type Claim = {
  email: string
  origin: Origin
  /**
   * The first factor, if this is the second. After OAuth it has counters of its own, which nobody can exhaust who does
   * not get that far.
   */
  after?: ChallengedFactor
}

/**
 * Attempts to prove that one is the user with an address. Every operation that compares a password does it through
 * here, and so do the codes that complete a sign-in.
 */
export type Attempts = {
  /**
   * Runs `compare`, unless too many attempts have failed: then it throws `too_many_requests`. `compare` resolves with
   * what it found right; false, undefined or an error is a failure. Only failures count, and attempts at the same
   * instant cannot fail more often than one after the other.
   */
  prove<T>(claim: Claim, compare: () => Promise<T | false | undefined>): Promise<T | undefined>
  /** A completed sign-in: forgets the failures before it. */
  completed(claim: Claim): Promise<void>
}

/**
 * Counts a sign-up that names an address, whatever comes of it: a limit that only wrong passwords reach would tell who
 * exists. It has counters of its own, so that a sign-up takes no attempts from a user who signs in.
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
  /** Tells the accounts of a user that the way is closed for them. */
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
