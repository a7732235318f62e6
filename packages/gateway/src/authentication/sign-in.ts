import type { Access } from '../access/principal.ts'
import { normaliseAccountName } from '../accounts/names.ts'
import type { PublicAccount } from '../accounts/public-account.ts'
import { type Origin, record } from '../audit/audit.ts'
import { sha256 } from '../crypto/hashing.ts'
import type { Passwords } from '../crypto/passwords.ts'
import { randomToken } from '../crypto/random.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import type { SignInThrottle } from '../throttle/sign-in-throttle.ts'
import { normaliseEmail } from '../users/email.ts'
import type { CountAttempt } from './attempts.ts'
import type { Sessions, TokenPair } from './sessions.ts'
import {
  addChallenge,
  chooseAccount,
  type Factors,
  findPerson,
  findPretendedPassword,
  type Person,
  type SignInAccount,
} from './store.ts'

/** How long a person has for the second factor (behaviour.md §1.8). */
const CHALLENGE_MS = 5 * 60_000

/** What an authentication ends in: tokens, or the token of a challenge that the second factor completes. */
export type SignInOutcome =
  | { kind: 'signed_in'; pair: TokenPair; account: PublicAccount; factors: Factors }
  | { kind: 'factor_required'; challenge: string; factors: Factors }

export type SignedIn = Extract<SignInOutcome, { kind: 'signed_in' }>

export type SignIn = {
  /** authWithPassword. Every refusal is the same, in the same time, but for an unconfirmed address (Decision 4). */
  withPassword(
    input: { email: string; password: string; account?: string | undefined },
    origin: Origin,
  ): Promise<SignInOutcome>
  /** authWithApiKey: a `key` session, which ends with its key. `access` is what the key gives. */
  withApiKey(access: Access, origin: Origin): Promise<SignedIn>
}

type Parts = {
  database: Database
  passwords: Passwords
  sessions: Sessions
  throttle: SignInThrottle
  countAttempt: CountAttempt
}

export function createSignIn({ database, passwords, sessions, throttle, countAttempt }: Parts): SignIn {
  async function refuse(
    person: Person | undefined,
    chosen: SignInAccount | undefined,
    origin: Origin,
    code: 'invalid_credentials' | 'email_not_confirmed',
  ): Promise<never> {
    const accountId = chosen?.account.id ?? null
    const actor = { kind: 'anonymous' as const, ...(person && { userId: person.id }) }
    await database.transaction((tx) =>
      record(tx, { action: 'session.refused', accountId, actor, origin, details: { method: 'password' } }),
    )
    throw new Refusal(code)
  }

  /**
   * Whether the password is one that createAccount took for this person without making anything. The pair would be a
   * waiting new person's, and is answered like theirs: else trying it would tell who exists. Always one more hash.
   */
  async function isPretended(person: Person | undefined, password: string): Promise<boolean> {
    return passwords.verify(password, await findPretendedPassword(database.read, person?.id ?? '', Date.now()))
  }

  async function complete(person: Person, { role, account }: SignInAccount, origin: Origin): Promise<SignedIn> {
    const session = await sessions.prepare(
      { userId: person.id, accountId: account.id, role },
      { kind: 'interactive', method: 'password' },
    )
    await database.transaction((tx) => session.store(tx, origin))
    return { kind: 'signed_in', pair: session.pair, account, factors: person.factors }
  }

  async function challenge(person: Person, { account }: SignInAccount): Promise<SignInOutcome> {
    const token = randomToken()
    const expiresAt = Date.now() + CHALLENGE_MS
    await database.transaction((tx) =>
      addChallenge(tx, { tokenHash: sha256(token), userId: person.id, accountId: account.id, expiresAt }),
    )
    return { kind: 'factor_required', challenge: token, factors: person.factors }
  }

  return {
    async withPassword(input, origin) {
      const email = normaliseEmail(input.email)
      const attempt = await countAttempt(email, origin)
      const person = await findPerson(database.read, { email })
      // The same two look-ups and the same hash whether or not there is such a person.
      const name = input.account === undefined ? undefined : normaliseAccountName(input.account)
      const chosen = await chooseAccount(database.read, person?.id ?? '', name, Date.now())
      const proven = await passwords.verify(input.password, person?.passwordHash ?? null)
      if (!person || !chosen || !proven || !person.emailConfirmed) {
        // Both are asked whatever the first says, so that every refusal takes the same time.
        const pretended = await isPretended(person, input.password)
        const unconfirmed = (proven && !person?.emailConfirmed) || pretended
        if (unconfirmed) await throttle.giveBack(attempt)
        return refuse(person, chosen, origin, unconfirmed ? 'email_not_confirmed' : 'invalid_credentials')
      }
      if (person.factors.totp || person.factors.passkey) {
        await throttle.giveBack(attempt)
        return challenge(person, chosen)
      }
      const signedIn = await complete(person, chosen, origin)
      await throttle.reset(attempt)
      return signedIn
    },

    async withApiKey({ principal, account }, origin) {
      const { userId, accountId, role, credentialId: apiKeyId, expiresAt } = principal
      const session = await sessions.prepare({ userId, accountId, role }, { kind: 'key', apiKeyId, expiresAt })
      await database.transaction((tx) => session.store(tx, origin))
      const person = await findPerson(database.read, { id: userId })
      return {
        kind: 'signed_in',
        pair: session.pair,
        account,
        factors: person?.factors ?? { totp: false, passkey: false },
      }
    },
  }
}
