import type { PublicAccount } from '../accounts/public-account.ts'
import { type Origin, record } from '../audit/audit.ts'
import type { Database, Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import type { SendMail } from '../mail/work.ts'
import type { Challenges } from './challenges.ts'
import { describeClient } from './client-name.ts'
import { isKnownDevice } from './devices.ts'
import type { ChallengedFactor, InteractiveMethod } from './methods.ts'
import { holdPassword } from './password-store.ts'
import type { Sessions, TokenPair } from './sessions.ts'
import { type Factors, listDevices, type Person, type SignInAccount } from './store.ts'

/** What an authentication ends in: tokens, or the token of a challenge that the second factor completes. */
export type SignInOutcome =
  | { kind: 'signed_in'; pair: TokenPair; account: PublicAccount; factors: Factors }
  | { kind: 'factor_required'; challenge: string; factors: Factors }

export type SignedIn = Extract<SignInOutcome, { kind: 'signed_in' }>

export type CompleteSignIn = {
  /**
   * After the first factor: a session, or a challenge if a second factor is on. Throws `invalid_credentials` if that
   * factor was the password and it has been changed meanwhile.
   */
  afterFirstFactor(
    person: Person,
    chosen: SignInAccount,
    method: ChallengedFactor,
    origin: Origin,
  ): Promise<SignInOutcome>
  /**
   * After all factors: a session. `prove` runs first in its transaction and throws if what was proven holds no longer,
   * or was used up by somebody faster. A browser and network that the person has not used lately brings them a mail.
   */
  start(
    person: Person,
    chosen: SignInAccount,
    method: InteractiveMethod,
    origin: Origin,
    prove: (tx: Tx) => Promise<void>,
  ): Promise<SignedIn>
}

type Parts = { database: Database; sessions: Sessions; challenges: Challenges; sendMail: SendMail }

/** The end of every interactive sign-in, whatever the first factor was. */
export function createCompleteSignIn({ database, sessions, challenges, sendMail }: Parts): CompleteSignIn {
  async function start(
    person: Person,
    { role, account }: SignInAccount,
    method: InteractiveMethod,
    origin: Origin,
    prove: (tx: Tx) => Promise<void>,
  ): Promise<SignedIn> {
    const owner = { userId: person.id, accountId: account.id, role }
    const session = await sessions.prepare(owner, { kind: 'interactive', method }, origin)
    await database.transaction(async (tx) => {
      await prove(tx)
      const devices = await listDevices(tx.db, person.id)
      await session.store(tx)
      // The first sign-in of all is the one that the person is making.
      if (devices.length === 0 || isKnownDevice(devices, origin)) return
      const { browser, platform } = describeClient(origin.userAgent)
      const { ip } = origin
      const mail = {
        account: account.display_name,
        browser,
        platform,
        ip,
        location: session.location,
        signedInAt: Date.now(),
      }
      await sendMail(tx, { template: 'new-device', to: person.email, ...mail })
    })
    return { kind: 'signed_in', pair: session.pair, account, factors: person.factors }
  }

  /** A change of the password ends what began under the old one; what is just beginning has to notice by itself. */
  async function stillProven(tx: Tx, { id, passwordHash }: Person, method: ChallengedFactor): Promise<void> {
    if (method !== 'password') return
    if (!(await holdPassword(tx, id, passwordHash))) throw new Refusal('invalid_credentials')
  }

  async function challenge(
    person: Person,
    { account }: SignInAccount,
    method: ChallengedFactor,
    origin: Origin,
  ): Promise<SignInOutcome> {
    const token = await database.transaction(async (tx) => {
      await stillProven(tx, person, method)
      const added = await challenges.add(tx, { userId: person.id, accountId: account.id, method })
      const actor = { kind: 'anonymous' as const, userId: person.id }
      const target = { type: 'user' as const, id: person.id }
      const event = { accountId: account.id, actor, origin, target, details: { method } }
      await record(tx, { action: 'session.factor_required', ...event })
      return added
    })
    return { kind: 'factor_required', challenge: token, factors: person.factors }
  }

  return {
    start,
    async afterFirstFactor(person, chosen, method, origin) {
      if (person.factors.totp || person.factors.passkey) return challenge(person, chosen, method, origin)
      return start(person, chosen, method, origin, (tx) => stillProven(tx, person, method))
    },
  }
}
