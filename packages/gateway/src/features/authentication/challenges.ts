import { sha256 } from '../../platform/crypto/hashing.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { addChallenge, findChallenge, isCompleted, markCompleted, takeCompleted, takeTry } from './challenge-store.ts'
import type { ChallengedFactor } from './methods.ts'
import { chooseAccount, findUser, type SignInAccount, type User } from './store.ts'

/** How long a user has for the second factor, and then for the step-up. */
const LIFE_MS = 5 * 60_000
/** Six digits are few: a challenge takes five codes, beside the counters over all challenges (sign-in-throttle.ts). */
const TRIES = 5

/** A sign-in that waits for its second factor. */
export type Challenge = {
  tokenHash: string
  /** The first factor. */
  method: ChallengedFactor
  user: User
  /** False if the user is in several accounts and named none with the first factor. */
  isAccountChosen: boolean
  /**
   * Undefined if the user may no longer sign in there (suspended, removed, the account deleted), or is still to say
   * where.
   */
  chosen: SignInAccount | undefined
}

export type Challenges = {
  /** Makes one for a user whose first factor is proven; resolves with its token. */
  add(
    tx: Tx,
    of: { userId: string; accountId: string; isAccountChosen: boolean; method: ChallengedFactor },
  ): Promise<string>
  /**
   * The live one of that token, with user and membership as they are now. `accountName` (normalised) is where to, if
   * the challenge leaves that open.
   */
  find(token: string, accountName?: string): Promise<Challenge | undefined>
  /** Counts a code that is about to be checked; false when the challenge takes no more. */
  takeTry(challenge: Challenge): Promise<boolean>
  /**
   * Completes it in the transaction that starts its session: of two requests at once, only one does. Resolves with how
   * many codes were tried in it, or undefined for the slower request.
   */
  complete(tx: Tx, challenge: Challenge): Promise<number | undefined>
  /** Whether it is a completed one of that user, good for a step-up. */
  isCompleted(of: { token: string; userId: string }): Promise<boolean>
  /** Uses up a completed one as the step-up of its user. */
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
      // Between the look-ups the name may have gone to another account.
      const isIt = !isAccountChosen || chosen?.account.id === found.accountId
      return { tokenHash, method, user, isAccountChosen, chosen: isIt ? chosen : undefined }
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
