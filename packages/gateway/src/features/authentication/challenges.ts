import { sha256 } from '../../platform/crypto/hashing.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { addChallenge, findChallenge, isCompleted, markCompleted, takeCompleted, takeTry } from './challenge-store.ts'
import type { ChallengedFactor } from './methods.ts'
import { chooseAccount, findUser, type SignInAccount, type User } from './store.ts'

/** How long a challenge can be completed, and then how long it is valid for a step-up. */
const LIFE_MS = 5 * 60_000
/**
 * Six digits are easy to guess, so a challenge accepts five codes; further counters cover all challenges
 * (sign-in-throttle.ts).
 */
const TRIES = 5

/** A sign-in that waits for its second factor. */
export type Challenge = {
  tokenHash: string
  /** The first factor. */
  method: ChallengedFactor
  user: User
  /** False if the user is in several accounts and named none with the first factor. */
  isAccountChosen: boolean
  /** The (normalised) name of the account that was chosen with the first factor, or named now. */
  accountName: string | undefined
  /**
   * Undefined if the user may no longer sign in there (suspended, removed, the account deleted), or has not chosen an
   * account yet.
   */
  chosen: SignInAccount | undefined
}

export type Challenges = {
  /** Makes a challenge for a user whose first factor is proven; resolves with its token. */
  add(
    tx: Tx,
    of: { userId: string; accountId: string; isAccountChosen: boolean; method: ChallengedFactor },
  ): Promise<string>
  /**
   * Finds the live challenge with that token, and the user and membership as they are now. `accountName` (normalised)
   * names the account if the challenge leaves it open.
   */
  find(token: string, accountName?: string): Promise<Challenge | undefined>
  /** Counts a code that is about to be checked; false if the challenge accepts no more codes. */
  takeTry(challenge: Challenge): Promise<boolean>
  /**
   * Completes the challenge in the transaction that starts its session: if two requests come at once, only one
   * completes it. Resolves with how many codes were tried in it, or undefined for the slower request.
   */
  complete(tx: Tx, challenge: Challenge): Promise<number | undefined>
  /** Whether the token is of a completed challenge of that user, so that it can be used for a step-up. */
  isCompleted(of: { token: string; userId: string }): Promise<boolean>
  /** Uses up a completed challenge as the step-up of its user. */
  useCompleted(tx: Tx, of: { token: string; userId: string }): Promise<boolean>
}

export function createChallenges(database: Database): Challenges {
  return {
    async add(tx, of) {
      const token = randomToken()
      await addChallenge(tx, { ...of, tokenHash: sha256(token), triesLeft: TRIES, expiresAt: Date.now() + LIFE_MS })
      return token
    },

    async find(token, accountName) {
      const tokenHash = sha256(token)
      const found = await findChallenge(database.read, tokenHash, Date.now())
      if (!found) return undefined
      const user = await findUser(database.read, { id: found.userId })
      if (!user) return undefined
      const { method, isAccountChosen } = found
      const name = isAccountChosen ? found.accountName : accountName
      const chosen = await chooseAccount(database.read, user.id, name)
      // Between the look-ups, another account may have taken the name.
      const isIt = !isAccountChosen || chosen?.account.id === found.accountId
      return { tokenHash, method, user, isAccountChosen, accountName: name, chosen: isIt ? chosen : undefined }
    },

    takeTry: ({ tokenHash }) => database.transaction((tx) => takeTry(tx, tokenHash, Date.now())),

    async complete(tx, { tokenHash }) {
      const now = Date.now()
      const triesLeft = await markCompleted(tx, tokenHash, now, now + LIFE_MS)
      return triesLeft === undefined ? undefined : TRIES - triesLeft
    },

    isCompleted: ({ token, userId }) => isCompleted(database.read, { tokenHash: sha256(token), userId }, Date.now()),

    useCompleted: (tx, { token, userId }) => takeCompleted(tx, { tokenHash: sha256(token), userId }, Date.now()),
  }
}
