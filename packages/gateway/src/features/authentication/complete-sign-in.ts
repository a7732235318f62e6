import type { PublicAccount } from '../../access/public-account.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { type LockedUser, lockAccount } from '../../platform/database/locks.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { Challenges } from './challenges.ts'
import { describeClient } from './client-name.ts'
import { isKnownDevice } from './devices.ts'
import type { ChallengedFactor, InteractiveMethod } from './methods.ts'
import type { Sessions, TokenPair } from './sessions.ts'
import {
  type Factors,
  findUser,
  isLiveMember,
  listDevices,
  type NamedAccount,
  type SignInAccount,
  type User,
} from './store.ts'

/** What an authentication ends in: tokens, or the token of a challenge that the second factor completes. */
export type SignInOutcome =
  | {
      kind: 'signed_in'
      pair: TokenPair
      account: PublicAccount
      factors: Factors
      /** How many of the oldest sessions this one ended, since a hundred are kept. */
      endedSessions?: number
    }
  | { kind: 'factor_required'; challenge: string; factors: Factors }

export type SignedIn = Extract<SignInOutcome, { kind: 'signed_in' }>

/** What was proven first. */
export type FirstFactor = {
  method: ChallengedFactor
  /**
   * Locks the user, so that what was proven holds until `tx` ends; undefined if it no longer holds. A new password or
   * another address ends sessions and challenges, but cannot see those that are just beginning: these notice it here.
   */
  lock(tx: Tx): Promise<LockedUser | undefined>
}

/** What a sign-in found true at first, and not any more at its end. */
type Gone = { kind: 'gone'; what: 'membership' | 'factor' }

export type CompleteSignIn = {
  /** After the first factor: a session, or a challenge if a second factor is on. */
  afterFirstFactor(user: User, chosen: SignInAccount, first: FirstFactor, origin: Origin): Promise<SignInOutcome | Gone>
  /**
   * After the first factor of a user who is in several accounts and named none: a challenge if a second factor is on.
   * Without one there is nothing to wait for: `which_account`.
   */
  afterFirstFactorAnywhere(
    user: User,
    accounts: readonly NamedAccount[],
    first: FirstFactor,
    origin: Origin,
  ): Promise<SignInOutcome | Gone | { kind: 'which_account' }>
  /**
   * After all factors: a session; undefined if the membership has ended or is suspended since it was chosen. `prove` runs
   * in the same transaction and throws if what was proven holds no longer, or was used up by somebody faster. A browser
   * and network that the user has not used lately brings them a mail.
   */
  start(
    user: User,
    chosen: SignInAccount,
    method: InteractiveMethod,
    origin: Origin,
    prove: (tx: Tx) => Promise<void>,
  ): Promise<SignedIn | undefined>
}

type Deps = {
  database: Database
  sessions: Sessions
  challenges: Challenges
  sendMail: SendMail
}

type Prepared = Awaited<ReturnType<Sessions['prepare']>>

/** The end of every interactive sign-in, whatever the first factor was. */
export function createCompleteSignIn(deps: Deps): CompleteSignIn {
  const { database, sessions, challenges, sendMail } = deps

  /**
   * Whether the user is still a member, not suspended; locks the account. A removal or a rename revokes the sessions that it finds, and
   * locks the account first: so it comes before this, or finds the session that is stored next.
   */
  async function lockMembership(tx: Tx, { id: userId }: User, { account }: SignInAccount): Promise<boolean> {
    if (!(await lockAccount(tx, account.id))) return false
    return isLiveMember(tx.db, { userId, accountId: account.id, accountName: account.name })
  }

  /** The user as they are now, if what they proved first still holds. */
  async function lockFactor(tx: Tx, found: User, lock: FirstFactor['lock']): Promise<User | undefined> {
    const user = (await lock(tx)) ? await findUser(tx.db, { id: found.id }) : undefined
    return user?.email === found.email ? user : undefined
  }

  /** Signs the tokens, which no transaction may wait for. */
  function prepare(user: User, { role, account }: SignInAccount, method: InteractiveMethod, origin: Origin) {
    const owner = { userId: user.id, accountId: account.id, role }
    return sessions.prepare(owner, { kind: 'interactive', method }, origin)
  }

  async function store(
    tx: Tx,
    session: Prepared,
    user: User,
    { account }: SignInAccount,
    origin: Origin,
  ): Promise<SignedIn> {
    const devices = await listDevices(tx.db, user.id)
    const endedSessions = await session.store(tx)
    // The first sign-in of all is the one that the user is making.
    if (devices.length > 0 && !isKnownDevice(devices, origin)) {
      const { browser, platform } = describeClient(origin.userAgent)
      const place = { browser, platform, ip: origin.ip, location: session.location }
      const mail = { account: account.display_name, ...place, signedInAt: Date.now() }
      await sendMail(tx, { template: 'new-device', to: user.email, ...mail })
    }
    return { kind: 'signed_in', pair: session.pair, account, factors: user.factors, endedSessions }
  }

  async function challenge(
    tx: Tx,
    { id: userId, factors }: User,
    to: { accountId: string; isAccountChosen: boolean },
    method: ChallengedFactor,
    origin: Origin,
  ): Promise<SignInOutcome> {
    const token = await challenges.add(tx, { userId, ...to, method })
    await record(tx, {
      action: 'session.factor_required',
      accountId: to.isAccountChosen ? to.accountId : null,
      actor: { kind: 'anonymous', userId },
      origin,
      target: { type: 'user', id: userId },
      details: { method },
    })
    return { kind: 'factor_required', challenge: token, factors }
  }

  return {
    async start(user, chosen, method, origin, prove) {
      const session = await prepare(user, chosen, method, origin)
      return database.transaction(async (tx) => {
        if (!(await lockMembership(tx, user, chosen))) return undefined
        await prove(tx)
        return store(tx, session, user, chosen, origin)
      })
    },

    async afterFirstFactor(found, chosen, { method, lock }, origin) {
      const session = await prepare(found, chosen, method, origin)
      return database.transaction(async (tx) => {
        if (!(await lockMembership(tx, found, chosen))) return { kind: 'gone', what: 'membership' }
        // From here on the factors are what they are, too: whatever switches one writes the same row.
        const user = await lockFactor(tx, found, lock)
        if (!user) return { kind: 'gone', what: 'factor' }
        const to = { accountId: chosen.account.id, isAccountChosen: true }
        if (hasSecond(user)) return challenge(tx, user, to, method, origin)
        return store(tx, session, user, chosen, origin)
      })
    },

    afterFirstFactorAnywhere(found, [one], { method, lock }, origin) {
      return database.transaction(async (tx) => {
        const user = await lockFactor(tx, found, lock)
        if (!user || !one) return { kind: 'gone', what: 'factor' }
        if (!hasSecond(user)) return { kind: 'which_account' }
        return challenge(tx, user, { accountId: one.id, isAccountChosen: false }, method, origin)
      })
    },
  }
}

function hasSecond({ factors }: User): boolean {
  return factors.totp || factors.passkey
}
