import type { PublicAccount } from '../accounts/public-account.ts'
import { type Origin, record } from '../audit/audit.ts'
import type { Database, Tx } from '../database/database.ts'
import type { SendMail } from '../mail/work.ts'
import type { Challenges } from './challenges.ts'
import { describeClient } from './client-name.ts'
import { isKnownDevice } from './devices.ts'
import type { ChallengedFactor, InteractiveMethod } from './methods.ts'
import type { Sessions, TokenPair } from './sessions.ts'
import { type Factors, listDevices, type Person, type SignInAccount } from './store.ts'

/** What an authentication ends in: tokens, or the token of a challenge that the second factor completes. */
export type SignInOutcome =
  | { kind: 'signed_in'; pair: TokenPair; account: PublicAccount; factors: Factors }
  | { kind: 'factor_required'; challenge: string; factors: Factors }

export type SignedIn = Extract<SignInOutcome, { kind: 'signed_in' }>

/** What was proven first. */
export type FirstFactor = {
  method: ChallengedFactor
  /**
   * Throws if it holds no longer, and keeps it so until `tx` ends by writing the person's row. What ends sessions and
   * challenges (a new password, another address) cannot see those that are just beginning: they notice by this.
   */
  hold(tx: Tx): Promise<void>
}

export type CompleteSignIn = {
  /** After the first factor: a session, or a challenge if a second factor is on. */
  afterFirstFactor(person: Person, chosen: SignInAccount, first: FirstFactor, origin: Origin): Promise<SignInOutcome>
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

  async function challenge(
    person: Person,
    { account }: SignInAccount,
    { method, hold }: FirstFactor,
    origin: Origin,
  ): Promise<SignInOutcome> {
    const token = await database.transaction(async (tx) => {
      await hold(tx)
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
    async afterFirstFactor(person, chosen, first, origin) {
      if (person.factors.totp || person.factors.passkey) return challenge(person, chosen, first, origin)
      return start(person, chosen, first.method, origin, first.hold)
    },
  }
}
